// Draws the API's own description. A module of its own, because the studio's pages allow no inline script.
const place = document.getElementById("docs");

globalThis.SwaggerUIBundle({
  url: place.dataset.openapi,
  domNode: place,
  presets: [globalThis.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null, // the default badge asks a server on the internet
});
