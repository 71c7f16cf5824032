"""The registry for other programs: `/api/v1`, described at `/api/openapi.json` and `/api/docs`."""
