"""What the Romanian catalogue is measured by: what was agreed, and what is excepted from a rule."""

# Sentences and labels agreed with those who use them: not one letter may change.
AGREED = {
    "Hello! I am the chatbot of the Local Learning Labs in Timișoara – a program, not a person.": (
        "Bună ziua! Sunt robotul Atelierelor Locale de Învățare din Timișoara – un program, nu o persoană."
    ),
    "I keep your name, organisation and answers only for this project. /data: see, correct, delete.": (
        "Păstrez numele, organizația și răspunsurile dvs. numai pentru acest proiect. "
        "/date: vedeți, corectați, ștergeți."
    ),
    "Choose your language": "Alegeți limba",
    "Which organisation do you represent?": "Ce organizație reprezentați?",
    "I speak for myself": "Vorbesc în nume propriu",
    "✉️ Invitation for {org}": "✉️ Invitație pentru {org}",
    "Romanian time": "ora României",
    "Language of the event: {lang}": "Limba evenimentului: {lang}",
    "⏳ Please answer by the end of {day}": "⏳ Vă rugăm să răspundeți până {day} (inclusiv)",
    "✅ I am coming": "✅ Vin",
    "🤔 Not sure yet": "🤔 Nu știu încă",
    "❌ I cannot come": "❌ Nu pot veni",
    "Noted: {answer}.": "Am notat: {answer}.",
    "Noted: *{answer}*. You can change it until {moment}.": (
        "Am notat: *{answer}*. Puteți schimba răspunsul până {moment}."
    ),
    "The deadline has passed, but I have told the organisers.": (
        "Termenul a trecut, dar i-am anunțat pe organizatori."
    ),
    "You have not answered yet. {event} is on {date}.": "Încă nu ne-ați răspuns. {event} are loc {date}.",
    "Your access link. Please do not pass it on.": "Linkul dvs. de acces. Vă rugăm să nu îl dați mai departe.",
    "The event has moved: {old} → {new}. Are you still coming?": (
        "Evenimentul s-a mutat: {old} → {new}. Mai puteți veni?"
    ),
    "The event of {day} is cancelled. We apologise.": "Evenimentul de {day}, a fost anulat. Ne cerem scuze.",
    "❓ Ask the contact person": "❓ Întrebați persoana de contact",
    "Your question has been passed on. The answer will come here.": "Am transmis întrebarea. Răspunsul vine aici.",
    "✏️ Correct": "✏️ Corectez",
    "🗑 Withdraw": "🗑 Retrag",
    "🙈 Without my name": "🙈 Fără numele meu",
    "It was for another question": "Era pentru altă întrebare",
    "➕ An idea from someone without a phone": "➕ O idee de la cineva fără telefon",
    "{date} is a {actual}, not a {written}. Which one do you mean?": (
        "{date} este {actual}, nu {written}. Pe care o păstrăm?"
    ),
    "🗑 Delete my data": "🗑 Șterge datele mele",
    "Something went wrong; nothing was lost. Please try again in a minute.": (
        "Ceva nu a mers, dar nu s-a pierdut nimic. Vă rugăm să încercați din nou peste un minut."
    ),
    "📤 Send": "📤 Trimite",
}
# Of these, what stands on buttons.
LABELS = [
    "✅ I am coming",
    "🤔 Not sure yet",
    "❌ I cannot come",
    "❓ Ask the contact person",
    "✏️ Correct",
    "🗑 Withdraw",
    "🙈 Without my name",
    "It was for another question",
    "➕ An idea from someone without a phone",
    "🗑 Delete my data",
    "📤 Send",
]
# What is the same word in both languages; anything else without a translation of its own is English left over.
SAME = {
    "+5 min",
    "Facilitator",
    "Manager",
    "Online",
    "facilitator",
    "manager",
    "online",
    "📍 Online",
    "E-mail",
    "e-mail",
}
SAME |= {"E-mail: {email}", "Sector: {name}", "Sector: {sector}", "sector: {name}"}
# Counting sentences in which no noun follows the number, so that there is nothing for "de" to stand before.
NO_NOUN = {
    "*{n}* of {invited} answered ({percent} %)": "a part of a number of people: 20 din 41 au răspuns",
    "and {n} more": "ends in the number",
    "… and {n} more": "ends in the number",
}
