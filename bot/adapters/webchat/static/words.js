// The page's own words in Romanian and English. What people and the server write comes in their own language.

const dictionary = {
  ro: {
    tagline: "Consultare prin mesaje",
    page_language: "Limba paginii",
    conversations: "Conversații",
    messages: "Mesajele din conversația cu {name}",
    writes_in: "Primește mesaje în limba română",
    writes_in_en: "Primește mesaje în limba engleză",
    sender_ours: "Sfat",
    updated: "actualizat",
    on_its_way: "se trimite…",
    write_here: "Mesaj",
    write_as: "Mesaj de la {name}",
    send: "Trimite",
    attach: "Trimite un fișier ({endings})",
    no_lines: "Încă nu este niciun mesaj aici.",
    newest: "La cele mai noi mesaje",
    unread: "mesaje necitite",
    again: "Încearcă din nou",
    change: "Modifică textul",
    dismiss: "Închide",
    optional: "opțional",
    choose: "Alegeți…",
    hint_day: "De exemplu: 15.03.2027",
    hint_hour: "De exemplu: 14:30",
    cancel: "Renunță",
    form_closed: "Formularul „{title}” nu mai este deschis. Dacă aveți încă nevoie de el, deschideți-l din nou.",
    form_kept: "Ce ați scris în „{title}” s-a păstrat și apare când deschideți din nou formularul.",
    form_stays: "Formularul „{title}” este încă deschis. Se închide singur de îndată ce îl preluăm.",
    form_taken: "Am primit ce ați scris în „{title}”.",
    passing: "Se vede numai acum",
    alone: "Automat",
    alone_who: "{name} răspunde automat",
    alone_what: "Până la următorul moment acceptă invitațiile deschise și scrie idei la cafenea.",
    wall: "Ecranul sălii",
    wall_whole: "Pe toată pagina",
    clock: "Ceasul încercării",
    next_moment: "Următorul moment",
    playing: "Timpul trece…",
    nothing_next: "Nu mai urmează nimic.",
    comes_next: "Urmează: {next}",
    happened: "Ce s-a întâmplat",
    nothing_happened: "Încă nu s-a întâmplat nimic. Apăsați „Următorul moment”.",
    clock_failed: "Ceasul nu a răspuns. Încercați din nou.",
    lost: "Legătura s-a întrerupt. Încercăm din nou…",
    unreachable: "Nu am putut trimite: legătura s-a întrerupt. Textul nu s-a pierdut.",
    unreachable_several: "Nu am putut trimite: legătura s-a întrerupt. Textele nu s-au pierdut.",
    not_done: "Nu am putut trimite: legătura s-a întrerupt.",
    not_kept: "Nu am putut păstra mesajul. Vă rugăm să încercați din nou peste câteva clipe.",
    not_yours: "Acest browser nu mai are acces la conversație. Deschideți din nou linkul personal.",
    too_long: "Mesajul are peste 4096 de caractere. Vă rugăm să îl împărțiți în două.",
    too_big: "Ați scris prea mult dintr-o dată. Vă rugăm să scurtați.",
    file_too_big: "Fișierul are peste 20 MB. Vă rugăm să trimiteți unul mai mic.",
    empty: "Mesajul este gol. Scrieți ceva, apoi apăsați „Trimite”.",
    refused: "Nu am putut primi ce ați trimis. Reîncărcați pagina și încercați din nou.",
  },
  en: {
    tagline: "Consultation by message",
    page_language: "Language of the page",
    conversations: "Conversations",
    messages: "Messages in the conversation with {name}",
    writes_in: "Gets messages in Romanian",
    writes_in_en: "Gets messages in English",
    sender_ours: "Sfat",
    updated: "updated",
    on_its_way: "sending…",
    write_here: "Message",
    write_as: "Message from {name}",
    send: "Send",
    attach: "Send a file ({endings})",
    no_lines: "There are no messages here yet.",
    newest: "To the newest messages",
    unread: "unread messages",
    again: "Try again",
    change: "Change the text",
    dismiss: "Close",
    optional: "optional",
    choose: "Choose…",
    hint_day: "For example: 15.03.2027",
    hint_hour: "For example: 14:30",
    cancel: "Cancel",
    form_closed: "The form “{title}” is no longer open. If you still need it, please open it again.",
    form_kept: "What you wrote in “{title}” is kept, and is there when you open the form again.",
    form_stays: "The form “{title}” is still open. It closes by itself as soon as we have taken it.",
    form_taken: "What you wrote in “{title}” has been received.",
    passing: "Shown only now",
    alone: "By itself",
    alone_who: "{name} answers by itself",
    alone_what: "By the next moment open invitations are accepted and ideas written at the world café.",
    wall: "The wall",
    wall_whole: "On a full page",
    clock: "Clock of the try-out",
    next_moment: "Next moment",
    playing: "Time is passing…",
    nothing_next: "Nothing more is to come.",
    comes_next: "Next: {next}",
    happened: "What has happened",
    nothing_happened: "Nothing has happened yet. Press “Next moment”.",
    clock_failed: "The clock did not answer. Please try again.",
    lost: "The connection is lost. Trying again…",
    unreachable: "This could not be sent: the connection is lost. Your text is still here.",
    unreachable_several: "These could not be sent: the connection is lost. Your texts are still here.",
    not_done: "This could not be sent: the connection is lost.",
    not_kept: "The message could not be kept. Please try again in a moment.",
    not_yours: "This browser no longer has access to the conversation. Please open your personal link again.",
    too_long: "The message is longer than 4096 characters. Please split it in two.",
    too_big: "That is too much at once. Please make it shorter.",
    file_too_big: "The file is larger than 20 MB. Please send a smaller one.",
    empty: "The message is empty. Write something, then press “Send”.",
    refused: "What you sent could not be taken. Reload the page and try again.",
  },
};

const KEY = "sfat-language";
const languages = Object.keys(dictionary);
let current = languages[0];

// A word of the page, in `language` or in the language of the page.
export function words(code, values = {}, language = current) {
  const known = dictionary[language] ?? dictionary[current];
  const text = known[code] ?? known.refused;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// What went wrong, from the server's code, in the language of the person concerned.
export function complaint(code, language) {
  return words(code in dictionary.ro ? code : "refused", {}, languages.includes(language) ? language : current);
}

export function pageLanguage() {
  return current;
}

export function allLanguages() {
  return languages;
}

// The language chosen here before, else the one the server proposes.
export function firstLanguage(proposed) {
  const remembered = read();
  current = [remembered, proposed, languages[0]].find((language) => languages.includes(language));
}

export function choose(language) {
  current = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that keeps nothing forgets the choice with the page, which is what its owner asked for.
  }
}

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
