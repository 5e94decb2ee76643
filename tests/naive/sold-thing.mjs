// What was used: an endpoint, or a machine by the second; and how FOCUS names it.

const SERVICES = {
  model_apis: ["fal Model APIs", "AI and Machine Learning", "Generative AI"],
  serverless: ["fal Serverless", "Compute", "Serverless Compute"],
  compute: ["fal Compute", "Compute", "Virtual Machines"],
};

/** { product, skuId, machine, app, environment } */
export function soldThing({ product, endpoint_id, machine_type, app, environment }) {
  const isByMachine = product === "serverless" || product === "compute";
  const said = isByMachine && machine_type === null ? fromProse(endpoint_id) : {};
  const machine = machine_type ?? said.machine ?? null;
  return {
    product,
    skuId: skuIdOf(product, isByMachine ? machine : null, endpoint_id ?? machine),
    machine,
    app: app ?? said.app ?? null,
    environment: environment ?? said.environment ?? null,
  };
}

export function isKnownProduct(product) {
  return SERVICES[product] !== undefined;
}

export function serviceOf(product) {
  const [ServiceName, ServiceCategory, ServiceSubcategory] =
    SERVICES[product] ?? [nameOfOther(product), "Other", "Other (Other)"];
  return { ServiceName, ServiceCategory, ServiceSubcategory };
}

/** One name, one category: a product may be named like a service that is of another. */
function nameOfOther(product) {
  const isTaken = Object.values(SERVICES).some(([name]) => name === `fal ${product}`);
  return isTaken ? `fal ${product} (other)` : `fal ${product}`;
}

/** FOCUS SkuPriceDetails, as JSON text: what is known of the machine. */
export function skuPriceDetails(machine) {
  if (machine === null) return null;
  const gpus = /^gpu_([0-9]+)x_/.exec(machine);
  return `{${gpus ? `"GpuCount":${Number(gpus[1])},` : ""}"InstanceType":${JSON.stringify(machine)}}`;
}

function skuIdOf(product, machine, endpoint_id) {
  return product === "model_apis" ? endpoint_id : `${product}/${machine ?? endpoint_id}`;
}

// The organization's reply says machines in prose: `type: gpu_1x_h100_sxm5 (my-app, production)`.
function fromProse(endpoint_id) {
  const [, machine, app, environment] = /^type: ([^ ]+)(?: \(([^,]+?)(?:, (.+))?\))?$/s.exec(endpoint_id) ?? [];
  return { machine, app, environment };
}
