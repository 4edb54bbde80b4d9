"""The service layer: everything that decides, stores, sends and serves. It runs without Qt."""
