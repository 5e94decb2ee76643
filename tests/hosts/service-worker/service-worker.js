import { reports } from "./report.js";

onactivate = (event) => event.waitUntil(clients.claim());

onfetch = (event) => {
  if (event.request.method === "POST") event.respondWith(answer(event.request));
};

async function answer(request) {
  return Response.json(await reports(await request.json()));
}
