//! What a person does with the page, and what must then be there: the car purchase, case by case.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::json;
use stepwell_tests::page::Page;

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    opens_on_the_car_purchase,
    valid_purchase_takes_six_steps,
    payment_failure_stays_in_its_slot,
    cancel_ends_the_run,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    invalid_purchase_goes_straight_to_the_notification,
    malformed_transaction_is_handled,
    another_run_begins_anew,
    a_mistake_in_the_input_is_shown_where_it_is,
];

const PARSE: &str = "Parse_Car_Purchase_Transaction";
const CHECK: &str = "Check_If_Car_Purchase_Transaction_Is_Valid";
const UPDATE: &str = "Update_Company_DB_Records";
const STATUS: &str = "Update_Car_Purchase_Transaction_Status";
const NOTIFY: &str = "Send_Notification_To_User_Email";
const END: &str = "End";
const HANDLER: &str = "Generic_Failure_Handler";
const STEPS: [&str; 7] = [PARSE, CHECK, UPDATE, STATUS, NOTIFY, END, HANDLER];

async fn opens_on_the_car_purchase(page: &Page) -> Result<()> {
    assert_eq!(page.text("h1").await?, "Stepwell");
    assert_eq!(page.run_status().await?, "INITIALIZED");
    let statuses = page.step_statuses().await?;
    for step in STEPS {
        assert_eq!(
            statuses.get(step).map(String::as_str),
            Some("pending"),
            "{step}"
        );
    }
    assert_eq!(
        page.json("#run-output").await.ok(),
        None,
        "nothing has run yet"
    );
    Ok(())
}

async fn valid_purchase_takes_six_steps(page: &Page) -> Result<()> {
    page.choose_case("valid").await?;
    page.run_to("COMPLETED").await?;
    only_these_ran(page, &[PARSE, CHECK, UPDATE, STATUS, NOTIFY, END]).await?;
    assert_eq!(page.count("#handled-failures > *").await?, 0);

    page.inspect(PARSE).await?;
    let transaction = page.json("#inspector-input").await?;
    assert_eq!(transaction["id"], "T-1001");
    assert_eq!(page.json("#inspector-output").await?, transaction);
    assert_eq!(page.count("#inspector-attempts > *").await?, 1);
    assert!(
        page.text("#inspector-duration")
            .await?
            .contains(char::is_numeric)
    );
    assert_eq!(page.count("#inspector-error").await?, 0);

    page.inspect(CHECK).await?;
    assert_eq!(page.json("#inspector-output").await?, json!("valid"));

    page.inspect(UPDATE).await?;
    let records = page.json("#inspector-output").await?;
    let tasks: Vec<&String> = records
        .as_object()
        .into_iter()
        .flat_map(|slots| slots.keys())
        .collect();
    let declared = [
        "update_shipping_db_record",
        "update_payment_db_record",
        "update_inventory_db_record",
    ];
    assert_eq!(tasks, declared);
    Ok(())
}

async fn invalid_purchase_goes_straight_to_the_notification(page: &Page) -> Result<()> {
    page.choose_case("invalid").await?;
    page.run_to("COMPLETED").await?;
    only_these_ran(page, &[PARSE, CHECK, NOTIFY, END]).await?;
    page.inspect(NOTIFY).await?;
    assert_eq!(page.json("#inspector-input").await?, json!("invalid"));
    Ok(())
}

async fn payment_failure_stays_in_its_slot(page: &Page) -> Result<()> {
    page.choose_case("payment-failure").await?;
    page.run_to("COMPLETED").await?;
    only_these_ran(page, &[PARSE, CHECK, UPDATE, STATUS, NOTIFY, END]).await?;
    assert_eq!(page.count("#handled-failures > *").await?, 1);

    page.inspect(UPDATE).await?;
    let records = page.json("#inspector-output").await?;
    let failed = records["update_payment_db_record"]["error"].as_object();
    let failed = failed.unwrap_or_else(|| panic!("the slot holds an error: {records}"));
    assert!(
        failed["name"].is_string() && failed["message"].is_string(),
        "{records}"
    );
    for task in ["update_shipping_db_record", "update_inventory_db_record"] {
        assert_eq!(records[task].get("error"), None, "{task}");
    }
    Ok(())
}

async fn malformed_transaction_is_handled(page: &Page) -> Result<()> {
    page.choose_case("malformed").await?;
    page.run_to("COMPLETED").await?;
    let ran = steps_that_ran(page).await?;
    let expected = [(PARSE, "handled"), (HANDLER, "succeeded")];
    let expected = expected.map(|(step, status)| (step.to_owned(), status.to_owned()));
    assert_eq!(ran, BTreeMap::from(expected));
    assert_eq!(page.count("#handled-failures > *").await?, 1);

    page.inspect(PARSE).await?;
    assert!(!page.text("#inspector-error").await?.is_empty());
    page.inspect(HANDLER).await?;
    let failure = page.json("#inspector-input").await?;
    assert_eq!(failure["failedStep"], PARSE);
    assert_eq!(failure["attempts"], 1);
    Ok(())
}

async fn another_run_begins_anew(page: &Page) -> Result<()> {
    page.choose_case("malformed").await?;
    page.run_to("COMPLETED").await?;
    page.type_input(
        r#"{ "id": "T-7", "buyer": "b@example.com", "vin": "1HGCM82633A004352", "price": 1 }"#,
    )
    .await?;
    page.click("#run").await?;
    // The last run was COMPLETED too, so its end is seen by what it alone can show.
    page.until("the second run's output", async || {
        let status = page.run_status().await?;
        Ok(
            (status == "COMPLETED" && page.count("#handled-failures > *").await? == 0)
                .then_some(()),
        )
    })
    .await?;
    only_these_ran(page, &[PARSE, CHECK, UPDATE, STATUS, NOTIFY, END]).await?;
    page.inspect(PARSE).await?;
    assert_eq!(page.json("#inspector-output").await?["id"], "T-7");
    Ok(())
}

async fn cancel_ends_the_run(page: &Page) -> Result<()> {
    page.choose_case("valid").await?;
    page.run_to("RUNNING").await?;
    page.click("#cancel").await?;
    page.until_run_is("CANCELLED").await?;
    let statuses = page.step_statuses().await?;
    assert_eq!(
        statuses.get(END).map(String::as_str),
        Some("skipped"),
        "{statuses:?}"
    );
    for status in statuses.values() {
        let may_be = ["succeeded", "cancelled", "skipped"];
        assert!(may_be.contains(&status.as_str()), "{statuses:?}");
    }
    // Run is there again for the next one.
    page.run_to("COMPLETED").await
}

async fn a_mistake_in_the_input_is_shown_where_it_is(page: &Page) -> Result<()> {
    page.type_input("{ \"id\": \"T-1\",\n  \"price\": oops }")
        .await?;
    let told = page.until("the mistake is shown", async || {
        let told = page.text("#input-error").await?;
        Ok(told.contains("12").then_some(told))
    });
    let told = told.await?;
    assert!(
        told.contains('2') && told.contains("12"),
        "line 2, column 12: {told}"
    );
    let run = page.element("#run").await?;
    assert!(
        !run.is_enabled().await?,
        "a run with this input cannot be started"
    );
    assert_eq!(page.run_status().await?, "INITIALIZED");

    page.type_input("{}").await?;
    page.until("Run is there again", async || {
        Ok(run.is_enabled().await?.then_some(()))
    })
    .await?;
    assert_eq!(
        page.element("#input")
            .await?
            .attr("aria-invalid")
            .await?
            .as_deref(),
        Some("false")
    );
    Ok(())
}

/// These steps of the car purchase succeeded, and no other one ran.
async fn only_these_ran(page: &Page, steps: &[&str]) -> Result<()> {
    let ran = steps_that_ran(page).await?;
    let expected = steps
        .iter()
        .map(|step| ((*step).to_owned(), "succeeded".to_owned()));
    assert_eq!(ran, expected.collect::<BTreeMap<_, _>>());
    Ok(())
}

/// The status of every step of the car purchase that the run came to.
async fn steps_that_ran(page: &Page) -> Result<BTreeMap<String, String>> {
    let mut statuses = page.step_statuses().await?;
    statuses.retain(|step, status| STEPS.contains(&step.as_str()) && status != "skipped");
    Ok(statuses)
}
