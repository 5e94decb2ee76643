import { reports } from "./report.js";

onmessage = async ({ data: jobs }) => postMessage(await reports(jobs));
