// A film that was downloaded, or its details, dropped anywhere on the page or chosen: the details are at the end of the
// file, and nothing else of it is sent.

const field = document.getElementById("details"), composer = document.getElementById("composer");

function send(file) {
  const end = new DataTransfer();
  end.items.add(new File([file.slice(-Number(field.dataset.most))], file.name));
  field.files = end.files;
  field.form.requestSubmit();
}

field.addEventListener("change", (event) => {
  event.stopPropagation(); // no word of the order has changed
  if (field.files.length) send(field.files[0]);
});

// Words that are dragged into the prompt are none of ours.
const carried = ({ dataTransfer }) => dataTransfer.types.includes("Files");
const invite = (on) => composer.classList.toggle("dropping", on);
addEventListener("dragover", (event) => {
  if (!carried(event)) return;
  event.preventDefault();
  invite(true);
});
addEventListener("dragleave", (event) => event.relatedTarget || invite(false));
addEventListener("drop", (event) => {
  if (!carried(event)) return;
  event.preventDefault();
  invite(false);
  if (event.dataTransfer.files.length) send(event.dataTransfer.files[0]);
});
