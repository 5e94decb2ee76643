import { reports } from "./report.js";

export default {
  async fetch(request) {
    return Response.json(await reports(await request.json()));
  },
};
