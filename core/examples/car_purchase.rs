//! The car purchase in Rust: `cargo run -p stepwell-core --example car_purchase [valid|invalid|payment|malformed]`.
//!
//! The same workflow as on the page, with async closures for functions and a real clock. Without an argument all
//! four cases run, at once: a run is its own object.

use std::{env, error::Error, future::Future, time::Duration};

use serde_json::{Value, json};
use stepwell_core::{
    Json, Workflow,
    driver::Driver,
    engine::{ErrorInfo, Report, Run, RunOptions, shown},
    host::{Clock, Functions, StepInfo},
};

const DEFINITION: &str = include_str!("../tests/data/car_purchase.json");

type Outcome = Result<Value, ErrorInfo>;

fn case(name: &str) -> Option<Value> {
    let transaction = |price: i32, card: &str| json!({ "id": "T-1001", "buyer": "ada@example.com", "vin": "1HGCM82633A004352", "price": price, "card": card });
    match name {
        "valid" => Some(transaction(18_500, "ok")),
        "invalid" => Some(transaction(-1, "ok")),
        "payment" => Some(transaction(18_500, "declined")),
        "malformed" => Some(json!("no transaction")),
        _ => None,
    }
}

async fn work() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn parse(transaction: Value) -> Outcome {
    work().await;
    if ["id", "buyer", "vin"]
        .iter()
        .all(|key| transaction[key].is_string())
        && transaction["price"].is_number()
    {
        Ok(transaction)
    } else {
        Err(ErrorInfo::new(
            "ValidationError",
            "a transaction has id, buyer, vin and price",
        ))
    }
}

async fn check(transaction: Value) -> Outcome {
    work().await;
    let valid = transaction["price"].as_f64() > Some(0.0)
        && transaction["vin"].as_str().map(str::len) == Some(17);
    Ok(if valid { "valid" } else { "invalid" }.into())
}

/// The transaction as the first step gave it.
fn transaction(step: &StepInfo) -> Value {
    step.context
        .get("Parse_Car_Purchase_Transaction")
        .and_then(|json| json.to().ok())
        .unwrap_or_default()
}

async fn pay(step: StepInfo) -> Outcome {
    let transaction = transaction(&step);
    work().await;
    if transaction["card"] == "declined" {
        return Err(ErrorInfo::new("PaymentError", "the card was declined"));
    }
    Ok(json!({ "amount": transaction["price"], "key": step.context.idempotency_key() }))
}

fn functions() -> Functions<SystemClock> {
    Functions::new(SystemClock)
        .typed("validate_car_purchase_transaction", |transaction: Value, _| parse(transaction))
        .typed("check_if_car_purchase_transaction_is_valid", |transaction: Value, _| check(transaction))
        .typed("update_shipping_db_record", |_: Value, step| async move { Ok(json!({ "to": transaction(&step)["buyer"] })) })
        .typed("update_payment_db_record", |_: Value, step| pay(step))
        .typed("update_inventory_db_record", |_: Value, step| async move { Ok(json!({ "vin": transaction(&step)["vin"] })) })
        .typed("update_car_purchase_transaction_status", |records: Value, _| async move {
            let failed = records.as_object().into_iter().flatten().filter(|(_, record)| record.get("error").is_some());
            Ok(json!({ "status": "updated", "failed": failed.map(|(task, _)| task).collect::<Vec<_>>() }))
        })
        .typed("send_notification_to_user_email", |outcome: Value, step| async move {
            Ok(json!({ "to": transaction(&step)["buyer"], "about": outcome }))
        })
        .typed("end_step", |notified: Value, _| async move { Ok(json!({ "notified": notified })) })
        .typed("generic_failure_handler", |failure: Value, _| async move {
            Ok(json!({ "failed": failure["failedStep"], "because": failure["error"]["message"] }))
        })
        .observed_by(|events, run| {
            for event in events {
                eprintln!("{:>9} {:>4} {}", run.id(), event.seq, event.event.kind());
            }
        })
}

async fn run(name: String, input: Value) -> Result<(String, Report), Box<dyn Error>> {
    let workflow = Workflow::parse(DEFINITION)?;
    let run = Run::new(workflow.into(), RunOptions::new(name.as_str(), 1));
    Ok((
        name,
        Driver::new(run, functions())
            .execute(Json::from_value(&input)?)
            .await?,
    ))
}

#[derive(Clone)]
struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the host is where the time comes from"
    )]
    fn now(&self) -> u64 {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        tokio::time::sleep(Duration::from_millis(due.saturating_sub(self.now())))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let names = match env::args().nth(1) {
        Some(name) => vec![name],
        None => ["valid", "invalid", "payment", "malformed"]
            .map(String::from)
            .to_vec(),
    };
    let runs = names.into_iter().map(|name| {
        let input = case(&name).ok_or(format!(
            "there is no case `{name}`; there are valid, invalid, payment, malformed"
        ));
        async move { run(name, input?).await }
    });
    for result in futures_util::future::join_all(runs).await {
        let (name, report) = result?;
        println!("\n{name}: {}", report.status);
        for (path, outcome) in &report.context {
            println!("  {path}: {}", shown(outcome));
        }
        for failure in &report.handled_failures {
            println!("  handled: {}: {}", failure.path, failure.error);
        }
    }
    Ok(())
}
