"""The map of the Operations page: a canvas with layers, drawn without a GPU."""
