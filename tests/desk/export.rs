//! A list as a file for spreadsheets.

use shingle::enquiries::inbox::export::cell;

use super::desk;

/// A CSV file by RFC 4180.
fn read(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, quoted) {
            ('"', true) if signs.peek() == Some(&'"') => field.push(signs.next().unwrap()),
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut field)),
            ('\r', false) => {}
            ('\n', false) => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            (other, _) => field.push(other),
        }
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_of_a_list_is_in_the_file_and_no_cell_is_a_formula() {
    let (test, client) = desk().await;
    test.fill(1_300).await;
    test.execute("update enquiries set name = '@SUM(A1:A9)', company = E'a \"quoted\", thing\\nand more' where excerpt = 'bell 1'").await;
    let answer = client.post("/admin/enquiries/exports", &[("list", "view=all&sort=oldest")]).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type").unwrap(), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").unwrap().starts_with("attachment; filename=\"enquiries-all-"));
    let rows = read(&answer.text);
    let all = test.sql_i64("select count(*) from enquiries where not suspected and not test").await;
    assert_eq!(rows.len(), usize::try_from(all).unwrap() + 1, "every row, through more than one batch");
    let head = rows.first().unwrap();
    assert!(rows.iter().all(|row| row.len() == head.len()), "as many cells as columns");
    let name = head.iter().position(|cell| cell == "Name").unwrap();
    let firm = head.iter().position(|cell| cell == "Firm").unwrap();
    let message = head.iter().position(|cell| cell.starts_with("contact: ")).unwrap();
    let first = rows.iter().find(|row| row[message] == "'=1+1 bell 1").unwrap();
    assert_eq!((first[name].as_str(), first[firm].as_str()), ("'@SUM(A1:A9)", "a \"quoted\", thing\nand more"));
    for row in &rows[1..] {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} is a formula");
        }
    }
    assert_eq!(
        test.sql_text("select act->>'which' from staff_acts").await,
        "view=all&sort=oldest",
        "who took it is kept"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_to_questions_that_are_asked_no_more_are_in_the_file() {
    let (test, client) = desk().await;
    super::enquiry(&test, "Maud Ferreira").await;
    // The next version asks something else instead.
    test.execute(
        "insert into form_versions (form_id, version, definition, at)
           select form_id, 2, replace(definition::jsonb::text, '\"name\": \"message\"', '\"name\": \"news\"')::json, at
           from form_versions where form_id = (select id from forms where slug = 'contact') and version = 1;
         update forms set version = 2 where slug = 'contact'",
    )
    .await;
    let rows = read(&client.post("/admin/enquiries/exports", &[("list", "view=all")]).await.text);
    let columns = rows[0].iter().filter(|cell| cell.starts_with("contact: What would you like to say?")).count();
    assert_eq!(columns, 2, "asked now, and asked before: {:?}", rows[0]);
    assert!(rows[1].iter().any(|cell| cell.contains("Our bell is silent")), "{:?}", rows[1]);
}

#[test]
fn a_cell_is_quoted_and_harmless_whatever_it_holds() {
    for (text, wanted) in [
        ("plain", "\"plain\""),
        ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
        ("+44 1632 960112", "\"'+44 1632 960112\""),
        ("-1", "\"'-1\""),
        ("@x", "\"'@x\""),
        ("\t=1", "\"'\t=1\""),
        ("\n=1", "\"'\n=1\""),
        ("＝1", "\"'＝1\""),
        ("say \"hi\",\nthen", "\"say \"\"hi\"\",\nthen\""),
        ("", "\"\""),
    ] {
        assert_eq!(cell(text), wanted);
    }
}
