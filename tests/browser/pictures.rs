//! Pictures that go out of the page and come back.

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_saved_picture_opens_again,
    a_picture_is_copied_as_text,
    a_picture_that_cannot_be_copied_is_shown,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_picture_shows_the_run_if_that_is_wanted,
    a_picture_is_made_by_keyboard,
    a_picture_that_carries_nothing_good_is_refused,
];

/// A document with all that a file might lose on its way.
fn awkward() -> Document {
    Document {
        definition: "{\n  \"name\": \"Pictured <b> & \\\"c\\\"\",\n  \"steps\": { \"Only\": { \"func\": \"only\" } }\n}\n"
            .to_owned(),
        functions: format!(
            "// ]]> --> -- </metadata> </svg> <!ELEMENT &amp; \u{1} \u{1b} \u{fffe} \u{2028} \"lone ' quote\r\n\t\texport const only = () => '🚗';    \nexport const only = () => 'again';\n// {}",
            "x".repeat(200_000)
        ),
        input: " [ 1,  2 ] ".to_owned(),
    }
}

async fn a_saved_picture_opens_again(page: &Page) -> Result<()> {
    let document = awkward();
    for (button, kind) in [
        ("#download-svg", "image/svg+xml"),
        ("#download-png", "image/png"),
    ] {
        page.open_link(&document).await?;
        let saved = saved_by(page, button).await?;
        ensure!(saved.kind == kind, "{button} gave {}", saved.kind);
        let ending = kind.split(['/', '+']).nth(1).unwrap_or_default();
        ensure!(
            saved.name == format!("Pictured-b-c-.{ending}"),
            "{}",
            saved.name
        );

        if kind == "image/png" {
            looks_right(page, &saved.bytes).await?;
        }
        page.open_link(&Document::of_one_step(
            "Between",
            "",
            "export const only = () => 1;",
        ))
        .await?;
        page.drop_bytes("picture", &saved.bytes).await?;
        page.until_open("Pictured <b> & \"c\"").await?;
        ensure!(page.text("#notice").await?.contains("file"));
        ensure!(page.run_status().await? == "INITIALIZED", "nothing has run");
        let texts = document_in(page).await?;
        let expected = json!([document.definition, document.functions, document.input]);
        ensure!(texts == expected, "{kind} lost something");
    }
    Ok(())
}

async fn a_picture_shows_the_run_if_that_is_wanted(page: &Page) -> Result<()> {
    page.click("#picture").await?;
    page.element("#download-svg").await?;
    ensure!(
        page.count("#picture-with-run").await? == 0,
        "there is no run"
    );
    page.click("#picture").await?;
    page.choose_case("payment-failure").await?;
    page.run_to("COMPLETED").await?;
    let with = saved_by(page, "#download-svg").await?.text()?;
    for (part, times) in [
        (">Handled", 1),
        ("<g class=\"branch taken\"", 1),
        (
            "data-id=\"Update_Company_DB_Records/update_payment_db_record\"",
            1,
        ),
    ] {
        let found = with.matches(part).count();
        ensure!(found == times, "{part}: {found} times in {with}");
    }
    ensure!(with.matches(">Succeeded").count() > 5, "{with}");
    page.click("#picture").await?;
    page.click("#picture-with-run").await?;
    page.click("#picture").await?;
    let without = saved_by(page, "#download-svg").await?.text()?;
    ensure!(!without.contains("Succeeded"), "{without}");
    // The statuses move nothing: the same ways in both.
    let ways = |svg: &str| -> Vec<String> {
        let ways = svg.split("<path class=\"way\" d=\"").skip(1);
        let mut ways: Vec<String> = ways
            .filter_map(|way| Some(way.split_once('"')?.0.to_owned()))
            .collect();
        ways.sort();
        ways
    };
    ensure!(
        ways(&with).len() == 13 && ways(&with) == ways(&without),
        "{with}\n{without}"
    );
    Ok(())
}

async fn a_picture_is_copied_as_text(page: &Page) -> Result<()> {
    // Whether a driven browser lets a page write to the clipboard differs: so it is taken from the page's own call.
    catch_clipboard(
        page,
        "(text) => { window.stepwellCopied = text; return Promise.resolve(); }",
    )
    .await?;
    for (button, start, told) in [
        ("#copy-mermaid", "flowchart TB\n", "Mermaid"),
        ("#copy-dot", "digraph {\n", "DOT"),
    ] {
        page.click("#picture").await?;
        page.click(button).await?;
        page.until("what was copied is told", async || {
            Ok(page.text("#notice").await?.contains(told).then_some(()))
        })
        .await?;
        let copied = page
            .evaluate("return window.stepwellCopied", Vec::new())
            .await?;
        let copied = copied.as_str().context("a text")?.to_owned();
        ensure!(copied.starts_with(start), "{copied}");
        ensure!(copied.contains("Generic_Failure_Handler"), "{copied}");
        ensure!(page.count("#uncopied").await? == 0);
    }
    Ok(())
}

async fn a_picture_that_cannot_be_copied_is_shown(page: &Page) -> Result<()> {
    catch_clipboard(
        page,
        "() => Promise.reject(new DOMException('no', 'NotAllowedError'))",
    )
    .await?;
    page.click("#picture").await?;
    page.click("#copy-mermaid").await?;
    page.element("#uncopied").await?;
    let script = "const area = document.querySelector('#uncopied');
        return [document.activeElement === area, area.value.slice(area.selectionStart, area.selectionEnd)]";
    page.until("it is selected", async || {
        let selected = page.evaluate(script, Vec::new()).await?;
        let text = selected[1].as_str().unwrap_or_default();
        Ok(
            (selected[0] == true && text.starts_with("flowchart TB\n") && text.ends_with('\n'))
                .then_some(()),
        )
    })
    .await?;
    page.click("#uncopied + button").await?;
    page.until("it is put away", async || {
        Ok((page.count("#uncopied").await? == 0).then_some(()))
    })
    .await
}

async fn a_picture_is_made_by_keyboard(page: &Page) -> Result<()> {
    catch_clipboard(
        page,
        "(text) => { window.stepwellCopied = text; return Promise.resolve(); }",
    )
    .await?;
    let focused = async || {
        let id = page
            .evaluate("return document.activeElement.id", Vec::new())
            .await?;
        anyhow::Ok(id.as_str().unwrap_or_default().to_owned())
    };
    page.evaluate("document.querySelector('#picture').focus()", Vec::new())
        .await?;
    page.press_keys(&['\u{e007}']).await?;
    page.element("#copy-dot").await?;
    // Escape closes it and leaves the focus where it was.
    page.press_keys(&['\u{e00c}']).await?;
    page.until("the menu is closed", async || {
        let open = page
            .evaluate(
                "return document.querySelector('#picture-menu').matches(':popover-open')",
                Vec::new(),
            )
            .await?;
        Ok((open == false).then_some(()))
    })
    .await?;
    ensure!(focused().await? == "picture", "{}", focused().await?);
    page.press_keys(&['\u{e007}']).await?;
    page.element("#copy-dot").await?;
    for expected in ["download-svg", "download-png", "copy-mermaid"] {
        page.press_keys(&['\u{e004}']).await?;
        ensure!(
            focused().await? == expected,
            "{} is not {expected}",
            focused().await?
        );
    }
    page.press_keys(&['\u{e007}']).await?;
    page.until("what was copied is told", async || {
        Ok(page
            .text("#notice")
            .await?
            .contains("Mermaid")
            .then_some(()))
    })
    .await?;
    ensure!(focused().await? == "picture", "{}", focused().await?);
    Ok(())
}

async fn a_picture_that_carries_nothing_good_is_refused(page: &Page) -> Result<()> {
    let good = Document::of_one_step("Refused", "", "export const only = () => 1;").file();
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let carried =
        |text: &str| format!("<d:document xmlns:d=\"urn:stepwell:document\">{text}</d:document>");
    let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
    let once = carried(&escape(&good));
    let bomb: Vec<String> = (1..30)
        .map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1))
        .collect();
    let bomb = bomb.concat();
    let harm = "<script>window.stepwellHarmed = 1</script><image href=\"data:,\" onerror=\"window.stepwellHarmed = 1\"/><a onfocus=\"window.stepwellHarmed = 1\" autofocus=\"\"/>";
    for (text, why) in [
        (svg(""), "carries no document"),
        (svg(harm), "carries no document"),
        (
            svg(&[once.clone(), once.clone()].concat()),
            "several documents",
        ),
        (svg(&carried("nonsense")), "not JSON"),
        (svg(&carried("[1]")), "neither a Stepwell document"),
        (
            svg(&carried(&escape(
                &good.replace("\"stepwell\":1", "\"stepwell\":2"),
            ))),
            "its version is 2",
        ),
        (
            svg(&carried("{\"stepwell\":1,\"definition\":{}}")),
            "must be texts",
        ),
        (
            svg(&once).replace("</svg>", ""),
            "a picture that can be read",
        ),
        (once.clone(), "a picture that can be read"),
        (
            "<html><body></body></html>".to_owned(),
            "a picture that can be read",
        ),
        (
            format!(
                "<!DOCTYPE svg [<!ENTITY a0 \"bomb\">{bomb}]>{}",
                svg(&carried("&a29;"))
            ),
            "declares entities",
        ),
        ("\u{0}".to_owned(), "not JSON"),
    ] {
        page.drop_bytes("bad.svg", text.as_bytes()).await?;
        refused(page, why).await?;
    }
    let mut png = STANDARD.decode(ONE_PIXEL)?;
    for (bytes, why) in [
        (png.clone(), "carries no document"),
        (png[..20].to_vec(), "damaged"),
        (
            {
                // A length that goes beyond the file's end.
                png[8] = 0x7f;
                png.clone()
            },
            "damaged",
        ),
    ] {
        page.drop_bytes("bad.png", &bytes).await?;
        refused(page, why).await?;
    }
    let harmed = page
        .evaluate("return window.stepwellHarmed ?? null", Vec::new())
        .await?;
    ensure!(harmed == Value::Null, "what is in a picture has run");

    // Whatever prefix a tool gives the element, and wherever it puts it.
    let prologue = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a tool -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n";
    let picture = format!(
        "\u{feff}{prologue}{}",
        svg(&format!(
            "<metadata>{harm}\n  <d:document xmlns:d=\"urn:stepwell:document\">\n    {}\n  </d:document></metadata>",
            escape(&good)
        ))
    );
    page.drop_bytes("good.svg", picture.as_bytes()).await?;
    page.until_open("Refused").await?;
    let harmed = page
        .evaluate("return window.stepwellHarmed ?? null", Vec::new())
        .await?;
    ensure!(harmed == Value::Null, "what is in a picture has run");
    Ok(())
}

/// A transparent PNG.
const ONE_PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/// Waits until the last file has been refused for that reason, and puts the notice away.
async fn refused(page: &Page, why: &str) -> Result<()> {
    page.until(&format!("refused: {why}"), async || {
        Ok(page.text("#notice").await?.contains(why).then_some(()))
    })
    .await?;
    ensure!(page.document_name().await? != "Refused");
    page.click("#notice button").await?;
    page.until("the notice is put away", async || {
        Ok((page.count("#notice button").await? == 0).then_some(()))
    })
    .await
}

/// A file that the page has handed to the user.
pub(crate) struct Saved {
    name: String,
    kind: String,
    pub(crate) bytes: Vec<u8>,
}

impl Saved {
    fn text(self) -> Result<String> {
        Ok(String::from_utf8(self.bytes)?)
    }
}

/// Presses a button of the menu, and answers with the file that the page then saves. Downloads go to wherever the
/// driven browser likes, so the file is taken where the page makes its link.
pub(crate) async fn saved_by(page: &Page, button: &str) -> Result<Saved> {
    let catch = "window.stepwellSaved = null;
        const blobs = (window.stepwellBlobs ??= new Map());
        const make = (URL.stepwellMake ??= URL.createObjectURL);
        URL.createObjectURL = (blob) => {
            const url = make.call(URL, blob);
            blobs.set(url, blob);
            return url;
        };
        HTMLAnchorElement.prototype.click = function () {
            const blob = blobs.get(this.href);
            const reader = new FileReader();
            reader.onload = () => {
                window.stepwellSaved = [this.download, blob.type, reader.result.split(',')[1]];
            };
            reader.readAsDataURL(blob);
        }";
    page.evaluate(catch, Vec::new()).await?;
    page.click("#picture").await?;
    page.click(button).await?;
    let saved = page
        .until("the picture is saved", async || {
            let saved = page
                .evaluate("return window.stepwellSaved", Vec::new())
                .await?;
            Ok(saved.is_array().then_some(saved))
        })
        .await?;
    page.until("that is told", async || {
        Ok(page.text("#notice").await?.contains("saved").then_some(()))
    })
    .await?;
    let (name, kind, base64): (String, String, String) = serde_json::from_value(saved)?;
    let bytes = STANDARD.decode(base64)?;
    Ok(Saved { name, kind, bytes })
}

/// A picture is drawn in its own colours, though the page's policy lets no styles in, and with two pixels for one.
async fn looks_right(page: &Page, png: &[u8]) -> Result<()> {
    let script = "const bytes = Uint8Array.from(atob(arguments[0]), (character) => character.charCodeAt(0));
        return createImageBitmap(new Blob([bytes], { type: 'image/png' })).then((image) => {
            const canvas = document.createElement('canvas');
            canvas.width = image.width;
            canvas.height = image.height;
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const { data } = context.getImageData(0, 0, image.width, image.height);
            const colours = new Set();
            for (let at = 0; at < data.length; at += 4) {
                colours.add([...data.subarray(at, at + 4)].map((part) => part.toString(16).padStart(2, '0')).join(''));
            }
            return [[image.width, image.height], [...colours]];
        })";
    let looks = page
        .evaluate(script, vec![STANDARD.encode(png).into()])
        .await?;
    let (size, colours): ([f64; 2], Vec<String>) = serde_json::from_value(looks)?;
    let svg = saved_by(page, "#download-svg").await?.text()?;
    let drawn = [r#" width=""#, r#" height=""#].map(|start| {
        let (_, length) = svg.split_once(start)?;
        length.split_once('"')?.0.parse::<f64>().ok()
    });
    for (size, drawn) in size.into_iter().zip(drawn) {
        let drawn = drawn.context("an SVG has a size")?;
        ensure!((size - 2.0 * drawn).abs() < 1.0, "{size} for {drawn}");
    }
    // Its ground, its boxes and the names in them.
    for colour in ["f8fafcff", "ffffffff", "0f172aff"] {
        ensure!(
            colours.iter().any(|other| other == colour),
            "{colour} is not in it"
        );
    }
    ensure!(
        !colours.iter().any(|colour| colour == "00000000"),
        "it has holes"
    );
    Ok(())
}

/// The texts of the document that is open, as the page would save them.
async fn document_in(page: &Page) -> Result<Value> {
    let file = saved_document(page).await?;
    Ok(json!([
        file["definition"],
        file["functions"],
        file["input"]
    ]))
}

/// The document that is open as the page saves it, once `saved_by` takes what is saved.
pub(crate) async fn saved_document(page: &Page) -> Result<Value> {
    let script = "window.stepwellSaved = null; document.querySelector('#save').click()";
    page.evaluate(script, Vec::new()).await?;
    let saved = page
        .until("the document is saved", async || {
            let saved = page
                .evaluate("return window.stepwellSaved", Vec::new())
                .await?;
            Ok(saved.is_array().then_some(saved))
        })
        .await?;
    let base64 = saved[2].as_str().context("a text")?;
    Ok(serde_json::from_slice(&STANDARD.decode(base64)?)?)
}

/// Puts something in the place of the clipboard's way to write.
async fn catch_clipboard(page: &Page, write: &str) -> Result<()> {
    let script = format!(
        "Object.defineProperty(navigator, 'clipboard', {{ value: {{ writeText: {write} }}, configurable: true }})"
    );
    page.evaluate(&script, Vec::new()).await?;
    Ok(())
}
