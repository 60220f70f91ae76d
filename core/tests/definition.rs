//! What a good definition becomes.

use stepwell_core::workflow::{Action, Workflow};

const CAR_PURCHASE: &str = include_str!("data/car_purchase.json");

fn workflow(text: &str) -> Workflow {
    Workflow::parse(text).unwrap_or_else(|invalid| panic!("{invalid}"))
}

#[test]
fn the_car_purchase_has_no_diagnostic() {
    let workflow = workflow(CAR_PURCHASE);
    assert_eq!(workflow.warnings(), []);
    assert_eq!(
        workflow.root().start.as_ref(),
        "Parse_Car_Purchase_Transaction"
    );
    assert_eq!(workflow.root().steps.len(), 7);
    assert_eq!(workflow.functions().len(), 9);
    let update = &workflow.root().steps["Update_Company_DB_Records"];
    assert!(matches!(&update.action, Action::Parallel(tasks) if tasks.len() == 3));
    assert!(!update.stop_on_failure);
}
