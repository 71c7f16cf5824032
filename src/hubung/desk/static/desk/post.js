// Sends fields to the server beside what htmx does; resolves to its answer, rejects when refused.
export async function post(address, fields, options = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  const response = await fetch(address, {
    method: "POST",
    body,
    headers: { ...headers, "HX-Request": "true" },
    ...options,
  });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}
