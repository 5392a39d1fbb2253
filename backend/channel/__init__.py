"""The way between devices and the server: one set of commands over a websocket and over plain HTTP."""
