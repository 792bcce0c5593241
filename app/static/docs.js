// Starts Swagger UI. It stands in a file of its own because the content security policy refuses scripts in the page.
"use strict";

window.SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: "/openapi.json",
  deepLinking: true,
  // A token must not outlive the page on a shared office computer.
  persistAuthorization: false,
  // The default sends the document to a validator on another host.
  validatorUrl: null,
});
