"""The course as people meet it: JupyterLab in a browser."""
