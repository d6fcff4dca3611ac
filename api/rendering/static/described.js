"use strict";

/** Every route, tried in the name of whoever is logged in: changes carry what the page proves itself by. */
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger",
  deepLinking: true,
  defaultModelsExpandDepth: -1,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers["X-CSRF-Token"] = document.body.dataset.csrf;
    return request;
  },
});
