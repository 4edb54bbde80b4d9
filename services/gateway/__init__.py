"""The demo receiver `huying gateway`: takes messages as a provider's gateway would, shows them, lets people answer."""
