import type { SampleFunction } from "./sample-function.ts";

const categories = ["books", "music", "garden", "kitchen", "toys", "food", "travel"];

/** A handler of about 5 kB as people write them: the standard library, checks, rules. */
export const smallPython: SampleFunction = {
  name: "Python 5 kB",
  runtime: "python3.11",
  handler: "app.handler",
  fileName: "app.py",
  source: (version) => `${head}${rules}${handler(version)}`,
  answer: (version) => `{"version": ${version}, "orders": []}`,
};

const head = `import json
import logging
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone

logger = logging.getLogger()
SKU = re.compile(r"^[a-z]+-[0-9]{4}$")


class OrderError(Exception):
    def __init__(self, name, reason):
        super().__init__(f"{name}: {reason}")
        self.name = name


@dataclass
class Item:
    sku: str
    quantity: int
    unit_price: float


@dataclass
class Order:
    id: str
    currency: str
    items: list = field(default_factory=list)


def read_order(data):
    items = [Item(each["sku"], int(each["quantity"]), float(each["unitPrice"])) for each in data.get("items", [])]
    for item in items:
        if not SKU.match(item.sku):
            raise OrderError("sku", f"{item.sku} is none")
    return Order(data["id"], data.get("currency", "EUR"), items)
`;

const rules = categories
  .map(
    (category, index) => `

${category.toUpperCase()}_DISCOUNTS = {"EUR": 0.0${index + 1}, "USD": 0.0${index + 2}, "CHF": 0.0}


def price_${category}(order):
    """What ${category} cost: from ten pieces on there is a discount."""
    own = [item for item in order.items if item.sku.startswith("${category}-")]
    if any(item.quantity < 1 for item in own):
        raise OrderError("${category}", "quantities are whole numbers from 1")
    total = sum(item.quantity * item.unit_price for item in own)
    pieces = sum(item.quantity for item in own)
    return total * (1 - ${category.toUpperCase()}_DISCOUNTS[order.currency]) if pieces >= 10 else total
`,
  )
  .join("");

function handler(version: number): string {
  const prices = categories.map((category) => `price_${category}(order)`).join(" + ");
  return `

def handler(event, context):
    orders = [read_order(each) for each in event.get("orders", [])]
    if orders:
        logger.info(json.dumps({"at": datetime.now(timezone.utc).isoformat(), "orders": len(orders)}))
    return {"version": ${version}, "orders": [{"id": order.id, "total": ${prices}} for order in orders]}
`;
}
