-- DuckDB's own SQL. The parts between the marks are shown in docs/handing-over.md, and run by run.py.

-- part: csv
SELECT BillingCurrency, sum(BilledCost) FROM 'report.csv' GROUP BY BillingCurrency;
-- end

-- part: exact
SELECT BillingCurrency, sum(BilledCost)
FROM read_csv('report.csv', types = {'BilledCost': 'DECIMAL(38, 24)'})
GROUP BY BillingCurrency;
-- end

-- part: parquet
SELECT BillingCurrency, sum(BilledCost) FROM 'report.parquet' GROUP BY BillingCurrency;
-- end

-- part: tags
SELECT Tags ->> '$."fal/key"' AS key, sum(BilledCost) FROM 'report.parquet' GROUP BY key;
-- end

-- part: cloudzero
COPY (
  SELECT ChargeCategory AS "lineitem/type",
         ChargeDescription AS "lineitem/description",
         ChargePeriodStart AS "time/usage_start",
         SkuId AS "resource/id",
         ServiceName AS "resource/service",
         BillingAccountId AS "resource/account",
         PricingQuantity AS "usage/amount",
         PricingUnit AS "usage/units",
         BilledCost AS "cost/cost",
         Tags ->> '$."fal/key"' AS "resource/tag:fal_key"
  FROM read_csv('report.csv', all_varchar = true)
) TO 'cbf.csv.gz' (HEADER);
-- end
