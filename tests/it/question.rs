//! *Spørg afsenderen*: the mail that goes out, the answer that is tied to it, and what comes back.

use hoering::intake::question::{QuestionState, questions_of};

use crate::app::TestApp;
use crate::desk::two_people;
use crate::enquiries::receive;
use crate::relations;

#[tokio::test]
async fn a_sender_is_asked_and_the_answer_is_tied_to_the_question() {
    let mut app = TestApp::spawn().await;
    let body =
        "Vi støtter planen, men tiden er for kort. Min datter er syg, og vi venter på en plads.";
    let response = relations::write(
        &app,
        "Ida Bjergmark <ida@postfuglen.example>",
        "Høringssvar",
        body,
    )
    .await;
    two_people(&mut app).await;
    let page = relations::page(&response);
    let shown = app.get(&page).await;
    shown.says("Mailen går til ida@postfuglen.example.");
    shown.says("Hører vi ikke fra dig, skjuler vi oplysningerne.");
    let ask = format!("{page}/spoergsmaal");
    let form = [
        ("key", "one"),
        ("subject", "Dit svar"),
        ("text", "Må vi vise, at din datter er syg?\r\n\r\nHanne"),
    ];
    app.post(&page, &ask, &form).await.leads();
    app.post(&page, &ask, &form).await.leads();
    app.work().await;
    let questions = questions_of(&mut *app.conn().await, response.id)
        .await
        .unwrap();
    assert_eq!(questions.len(), 1, "the same form twice is one question");
    assert_eq!(questions[0].state, QuestionState::Sent);
    let sent = app.mails();
    let mail = sent.iter().find(|mail| mail.subject == "Dit svar").unwrap();
    assert_eq!(mail.to, "ida@postfuglen.example");
    assert_eq!(mail.message_id, questions[0].message_id);
    assert!(mail.text.contains("er syg?\n\nHanne") && !mail.automatic);
    app.get(&page).await.says("Sendt. Svar afventes.");
    // The answer is an enquiry, and says on the page of the response that it has come.
    let raw = format!(
        "From: Ida Bjergmark <ida@postfuglen.example>\r\nTo: hoering@region.example\r\nSubject: Sv: Dit svar\r\n\
         In-Reply-To: <{}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nJa, det er i orden.\r\n",
        questions[0].message_id
    );
    let answer = receive(&app, raw).await;
    let questions = questions_of(&mut *app.conn().await, response.id)
        .await
        .unwrap();
    assert_eq!(
        (questions[0].state, questions[0].answer_mail_id),
        (QuestionState::Answered, Some(answer))
    );
    let page_now = app.get(&page).await;
    page_now.says("Afsenderen har svaret.");
    page_now.says(&format!("/mails/{answer}\""));
    assert_eq!(
        relations::again(&app, &response).await.content,
        response.content,
        "what becomes of it, people decide"
    );
}

#[tokio::test]
async fn a_wrong_question_is_not_sent_and_stays_as_typed() {
    let mut app = TestApp::spawn().await;
    let response = relations::write(
        &app,
        "ida@postfuglen.example",
        "Høringssvar",
        "Vi støtter planen i alle dens dele.",
    )
    .await;
    two_people(&mut app).await;
    let page = relations::page(&response);
    let ask = format!("{page}/spoergsmaal");
    let long = "å".repeat(10_001);
    for (subject, text, words) in [
        ("", "Må vi?", "Skriv emne og tekst"),
        ("Dit svar", "  ", "Skriv emne og tekst"),
        ("Dit svar", long.as_str(), "Gør det kortere"),
        ("Dit svar\r\nBcc: x@y.example", "Må vi?", "Gør det kortere"),
    ] {
        let wrong = app
            .post(
                &page,
                &ask,
                &[("key", "k"), ("subject", subject), ("text", text)],
            )
            .await;
        assert_eq!(wrong.status, 422);
        wrong.says(words);
        assert!(wrong.text.contains(&format!(">{text}</textarea>")));
    }
    assert!(
        questions_of(&mut *app.conn().await, response.id)
            .await
            .unwrap()
            .is_empty()
    );
}
