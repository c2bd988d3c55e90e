"""Investment: projects and zones, with the figures and papers an investor asks for first."""
