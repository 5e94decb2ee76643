import { parseCsv } from "./report/preview.js";
import { sumOf, compareDecimals, decimalOf, isDecimal } from "./report/decimal.js";
const DIMS=[["SkuId"],["ServiceName"],["SubAccountId","SubAccountName"],["x_Product"],["x_App"],["x_ApiKeyId"],["x_AuthMethod"],["x_Environment"],["x_MachineType"],["ServiceCategory"],["ChargeCategory"],["PricingCategory"],["BillingAccountId","BillingAccountName"]];
export function devFigures(text){
  const [header,...rows]=parseCsv(text); const at=(n)=>header.indexOf(n);
  const byCur=Map.groupBy(rows.filter(r=>isDecimal(r[at("BilledCost")])),r=>r[at("BillingCurrency")]);
  const cost=rs=>sumOf(rs.map(r=>r[at("BilledCost")]));
  return {rows:rows.length,leftOut:[],currencies:[...byCur].sort().map(([currency,rs])=>{
    const key=r=>r[at("ChargePeriodStart")]+"|"+r[at("ChargePeriodEnd")];
    const periods=[...new Set(rs.map(key))].sort();
    const fig=g=>{const m=Map.groupBy(g,key);return {rows:g.length,BilledCost:cost(g),byPeriod:periods.map(p=>m.has(p)?cost(m.get(p)):"0.0")}};
    return {currency,...fig(rs),periods:periods.map(p=>({start:p.split("|")[0],end:p.split("|")[1]})),coarsened:null,
      dimensions:DIMS.filter(([c])=>at(c)>=0&&rs.some(r=>r[at(c)])).map(([c,n])=>{
        const g=Map.groupBy(rs,r=>r[at(c)]);const none=g.get("");g.delete("");
        const values=[...g].map(([value,x])=>({value,name:n&&at(n)>=0?x[0][at(n)]:null,...fig(x)})).sort((a,b)=>compareDecimals(decimalOf(b.BilledCost),decimalOf(a.BilledCost)));
        const rest=[...g].filter(([v])=>!values.slice(0,20).some(x=>x.value===v)).flatMap(([,x])=>x);
        return {column:c,values:values.slice(0,20),others:rest.length?{values:values.length-20,...fig(rest)}:null,none:none?fig(none):null};
      })};
  })};
}
