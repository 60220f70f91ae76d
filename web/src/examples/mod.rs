//! The examples that the page comes with: a definition, its functions, and inputs worth trying.

/// A workflow that the page comes with.
pub(crate) struct Example {
    /// Its definition as JSON.
    pub(crate) definition: &'static str,
    /// Inputs that each show another way through it; the first is the one it opens with.
    pub(crate) cases: &'static [Case],
    /// The module whose exports are its functions.
    pub(crate) functions: &'static str,
}

/// An input worth trying.
pub(crate) struct Case {
    /// What it is called in the page's markup.
    pub(crate) id: &'static str,
    /// What it is called.
    pub(crate) label: &'static str,
    /// What there is to see.
    pub(crate) shows: &'static str,
    /// The input as JSON.
    pub(crate) input: &'static str,
}

/// Validates a car purchase, updates three records in parallel, and notifies the customer.
pub(crate) const CAR_PURCHASE: Example = Example {
    definition: include_str!("car_purchase.json"),
    cases: &[
        Case {
            id: "valid",
            label: "Valid purchase",
            shows: "Six steps, three records at once",
            input: r#"{
  "id": "T-1001",
  "buyer": "ada@example.com",
  "vin": "1HGCM82633A004352",
  "price": 18500
}"#,
        },
        Case {
            id: "invalid",
            label: "Invalid purchase",
            shows: "The branch skips to the notification",
            input: r#"{
  "id": "T-1002",
  "buyer": "ada@example.com",
  "vin": "1HGCM82633A004352",
  "price": 0
}"#,
        },
        Case {
            id: "payment-failure",
            label: "Payment failure",
            shows: "One task fails, the run goes on",
            input: r#"{
  "id": "T-1003",
  "buyer": "ada@example.com",
  "vin": "1HGCM82633A004352",
  "price": 18500,
  "card": "declined"
}"#,
        },
        Case {
            id: "malformed",
            label: "Malformed input",
            shows: "The failure handler takes over",
            input: r#"{
  "id": "T-1004",
  "buyer": "nobody",
  "price": "a lot"
}"#,
        },
    ],
    functions: include_str!("car_purchase.functions.js"),
};
