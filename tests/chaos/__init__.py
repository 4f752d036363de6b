"""A campaign against a running studio: processes are killed, the provider lies, messages are lost. Nothing may be."""
