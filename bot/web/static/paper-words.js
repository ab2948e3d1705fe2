// What the page for a pile of paper says by itself, in both languages. `{n}` and the like are values.

const WORDS = {
  ro: {
    kind: "Idei de pe hârtie",
    round: "Runda",
    table: "Masa",
    a_round: "Runda {n}",
    a_table: "Masa {n}: întrebarea {q}",
    titled: "Masa {n} ({title}): întrebarea {q}",
    question: "Întrebarea {q}",
    who: "Cine a scris (opțional)",
    nobody: "Nimeni anume",
    organisations: "Organizații",
    people: "Persoane",
    nameless: "La această cafenea nu se păstrează numele nimănui.",
    ideas: "Ideile, câte una pe rând",
    hint: "Ctrl+Enter salvează. Ce nu este salvat rămâne în acest browser.",
    save: "Salvați",
    saving: "Se salvează…",
    saved_one: "S-a salvat {n} idee.",
    saved_few: "S-au salvat {n} idei.",
    saved_other: "S-au salvat {n} de idei.",
    personal_one: "⚠️ {n} dintre ele pare să conțină un număr de telefon sau o adresă de e-mail; o puteți retrage mai jos.",
    personal_few: "⚠️ {n} dintre ele par să conțină numere de telefon sau adrese de e-mail; le puteți retrage mai jos.",
    personal_other: "⚠️ {n} dintre ele par să conțină numere de telefon sau adrese de e-mail; le puteți retrage mai jos.",
    saved_before: "Erau salvate deja; nimic nu s-a dublat.",
    undone: "Retrasă: {text}",
    undo: "Retrageți",
    undo_it: "Retrageți ideea: {text}",
    place: "Masa {t}, runda {r} · întrebarea {q}",
    waits: "Nicio rundă nu a început încă. După ce începe una, puteți scrie aici.",
    nothing: "Nu ați scris nimic încă",
    typed_one: "{n} idee scrisă de dumneavoastră",
    typed_few: "{n} idei scrise de dumneavoastră",
    typed_other: "{n} de idei scrise de dumneavoastră",
    newest: "{count}; cele mai noi {n}",
    languages: "Limba",
    empty: "Nu este scris nimic de salvat. Scrieți câte o idee pe rând.",
    long: "Rândul {n} are peste {most} de caractere. Împărțiți-l în mai multe rânduri; nu s-a salvat încă nimic.",
    many: "Sunt peste {most} de rânduri. Salvați-le pe părți; nu s-a salvat încă nimic.",
    lost: "Serverul nu a răspuns. Textul a rămas mai sus: apăsați din nou „Salvați”, nimic nu se dublează.",
    lost_undo: "Serverul nu a răspuns. Încercați din nou să retrageți ideea.",
    lost_look: "Legătura cu serverul s-a întrerupt. Puteți scrie mai departe; textul rămâne în acest browser.",
    gone: "Adresa acestei pagini nu mai este valabilă. Cereți una nouă în conversație (/cafe, apoi 📝); textul a rămas " +
      "mai sus, îl puteți copia.",
    role: "Nu mai conduceți această cafenea, de aceea nu se mai poate salva. Adresați-vă organizatorilor; textul a rămas " +
      "mai sus, îl puteți copia.",
    early: "Sala nu este deschisă încă. Deschideți-o în conversație (/cafe, apoi 🚪) și apăsați din nou „Salvați”.",
    where: "Masa sau runda aleasă nu mai există. Alegeți din nou și apăsați „Salvați”; textul a rămas mai sus.",
    whom: "Persoana sau organizația aleasă nu mai este în sală. Alegeți din nou și apăsați „Salvați”; textul a rămas mai sus.",
    size: "Este prea mult pentru o singură dată. Salvați pe părți; textul a rămas mai sus.",
    idea: "Această idee nu a fost scrisă aici de dumneavoastră, de aceea nu o puteți retrage de aici.",
  },
  en: {
    kind: "Ideas on paper",
    round: "Round",
    table: "Table",
    a_round: "Round {n}",
    a_table: "Table {n}: question {q}",
    titled: "Table {n} ({title}): question {q}",
    question: "Question {q}",
    who: "Who wrote it (optional)",
    nobody: "Nobody in particular",
    organisations: "Organisations",
    people: "People",
    nameless: "At this café nobody's name is kept.",
    ideas: "The ideas, one a line",
    hint: "Ctrl+Enter saves. What is not saved stays in this browser.",
    save: "Save",
    saving: "Saving…",
    saved_one: "{n} idea saved.",
    saved_few: "{n} ideas saved.",
    saved_other: "{n} ideas saved.",
    personal_one: "⚠️ {n} of them seems to hold a phone number or an e-mail address; you can undo it below.",
    personal_few: "⚠️ {n} of them seem to hold phone numbers or e-mail addresses; you can undo them below.",
    personal_other: "⚠️ {n} of them seem to hold phone numbers or e-mail addresses; you can undo them below.",
    saved_before: "They had been saved already; nothing is there twice.",
    undone: "Taken back: {text}",
    undo: "Undo",
    undo_it: "Undo the idea: {text}",
    place: "Table {t}, round {r} · question {q}",
    waits: "No round has begun yet. As soon as one begins, you can write here.",
    nothing: "You have not written anything yet",
    typed_one: "{n} idea written by you",
    typed_few: "{n} ideas written by you",
    typed_other: "{n} ideas written by you",
    newest: "{count}; the newest {n}",
    languages: "Language",
    empty: "There is nothing written to save. Please write one idea a line.",
    long: "Line {n} has more than {most} characters. Please divide it into several lines; nothing has been saved yet.",
    many: "There are more than {most} lines. Please save them in parts; nothing has been saved yet.",
    lost: "The server did not answer. Your text is still above: press “Save” again, nothing will be there twice.",
    lost_undo: "The server did not answer. Please try to take the idea back again.",
    lost_look: "The connection to the server is lost. You can go on writing; the text stays in this browser.",
    gone: "The address of this page is no longer valid. Ask for a new one in the chat (/cafe, then 📝); your text is still " +
      "above, you can copy it.",
    role: "You no longer run this café, so nothing can be saved. Please turn to the organisers; your text is still above, " +
      "you can copy it.",
    early: "The room is not open yet. Open it in the chat (/cafe, then 🚪) and press “Save” again.",
    where: "The table or round you chose is no longer there. Choose again and press “Save”; your text is still above.",
    whom: "The person or organisation you chose is no longer in the room. Choose again and press “Save”; your text is still above.",
    size: "That is too much at once. Please save it in parts; your text is still above.",
    idea: "You have not written this idea here, so you cannot take it back from here.",
  },
};

export const LANGUAGES = Object.keys(WORDS);
export const LANGUAGE = WORDS[document.documentElement.lang] ? document.documentElement.lang : "ro";

const plural = new Intl.PluralRules(LANGUAGE);

/** A sentence of ours with its values. */
export function say(key, values = {}) {
  return WORDS[LANGUAGE][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A sentence that counts. */
export function count(key, n) {
  return say(`${key}_${plural.select(n)}`, { n });
}

/** What the server's reason for turning something away means here; "" for one that is not known. */
export function why(reason) {
  const key = { place: "where", who: "whom" }[reason] ?? reason;
  return ["gone", "role", "early", "where", "whom", "size", "idea"].includes(key) ? say(key) : "";
}
