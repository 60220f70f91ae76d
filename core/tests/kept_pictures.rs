//! Pictures as they are kept in `tests/pictures/`, to be looked at.
//!
//! After a wanted change: `STEPWELL_UPDATE_PICTURES=1 cargo test -p stepwell-core --test kept_pictures`, and look at them.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{env, fs, path::Path};

use stepwell_core::{
    Workflow,
    export::{Format, Marks, PictureOptions, Theme, visualize},
    layout::{Direction, Options},
    run_marks::RunMarks,
};

const CAR_PURCHASE: &str = include_str!("data/car_purchase.json");
const EVERY_KEY: &str = include_str!("data/every_key.json");

#[test]
fn pictures_are_those_kept() {
    let run = payment_failed();
    let marks: Option<&dyn Marks> = Some(&run);
    let (down, right) = (Direction::Down, Direction::Right);
    for (name, definition, direction, theme, marks) in [
        ("car_purchase.svg", CAR_PURCHASE, down, Theme::Auto, None),
        (
            "car_purchase.mermaid",
            CAR_PURCHASE,
            down,
            Theme::Auto,
            None,
        ),
        ("car_purchase.dot", CAR_PURCHASE, down, Theme::Auto, None),
        (
            "car_purchase_run.svg",
            CAR_PURCHASE,
            down,
            Theme::Light,
            marks,
        ),
        (
            "car_purchase_run.mermaid",
            CAR_PURCHASE,
            down,
            Theme::Auto,
            marks,
        ),
        (
            "car_purchase_run.dot",
            CAR_PURCHASE,
            right,
            Theme::Auto,
            marks,
        ),
        ("every_key.svg", EVERY_KEY, right, Theme::Dark, None),
        ("every_key.mermaid", EVERY_KEY, down, Theme::Auto, None),
        ("every_key.dot", EVERY_KEY, down, Theme::Auto, None),
    ] {
        let format = Format::named(name.split_once('.').unwrap().1).unwrap();
        let workflow = Workflow::parse(definition).unwrap();
        let layout = Options {
            direction,
            ..Options::default()
        };
        let options = PictureOptions {
            theme,
            marks,
            ..PictureOptions::default()
        };
        check(name, &visualize(&workflow, format, &layout, &options));
    }
}

/// The car purchase as it goes on though the payment has failed.
fn payment_failed() -> RunMarks {
    use stepwell_core::StepStatus::{Failed, Handled, Pending, Running, Succeeded};
    let tasks = "Update_Company_DB_Records";
    RunMarks::of_statuses(
        [
            ("Parse_Car_Purchase_Transaction", Succeeded),
            ("Check_If_Car_Purchase_Transaction_Is_Valid", Succeeded),
            (tasks, Succeeded),
            (&format!("{tasks}/update_shipping_db_record"), Succeeded),
            (&format!("{tasks}/update_payment_db_record"), Handled),
            (&format!("{tasks}/update_inventory_db_record"), Failed),
            ("Update_Car_Purchase_Transaction_Status", Running),
            ("Send_Notification_To_User_Email", Pending),
        ]
        .map(|(id, status)| (id.to_owned(), status)),
    )
}

fn check(name: &str, picture: &str) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/pictures")
        .join(name);
    if env::var_os("STEPWELL_UPDATE_PICTURES").is_some() {
        fs::write(&kept, picture).unwrap();
    }
    assert!(
        fs::read_to_string(&kept).unwrap() == picture,
        "{name} differs from the one kept"
    );
}
