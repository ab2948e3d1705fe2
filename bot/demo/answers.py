"""What the people of the try-out say at its café, in their own language. All of it is invented."""

ANYWHERE = 0  # what can be said to any question, as to those of a café that is not the sample's

# By language and by the question's number; each starts somewhere else.
ANSWERS: dict[str, dict[int, tuple[str, ...]]] = {
    "ro": {
        ANYWHERE: (
            "Aș începe cu un lucru mic, care se vede repede.",
            "Să întrebăm și oamenii care nu vin de obicei la astfel de întâlniri.",
            "Ne trebuie cineva care să țină legătura între noi după seara aceasta.",
            "S-a încercat deja acum câțiva ani: să vedem ce a rămas de atunci.",
            "Putem pune la un loc ce avem: spații, unelte, timp.",
        ),
        1: (
            "Un ghișeu unde cineva îți spune, într-o oră, ce acte îți trebuie ca să începi.",
            "Ateliere goale date pe un an, cu chirie de încercare.",
            "Primul client contează mai mult decât primul grant: orașul să comande de la începători.",
            "O zi pe lună în care meșterii își deschid ușile pentru firmele din IT.",
            "Cursuri scurte de facturi și prețuri, la liceele de artă.",
        ),
        2: (
            "O întâlnire lunară, fără prezentări, în care asociația ascultă proiecte de cinci minute.",
            "Să publice din timp ce are de cumpărat, ca să ne putem pregăti.",
            "Un om al asociației care răspunde la telefon micilor organizații.",
            "Să împrumute scaune, boxe și lumini proiectelor din cartiere.",
            "Evaluarea să fie făcută și de cineva din afara orașului.",
        ),
        3: (
            "Asociațiile de proprietari: ele știu ce spații stau închise.",
            "Bibliotecile de cartier, care sunt deja deschise seara.",
            "Tinerii care nu vin la ateliere: să mergem noi la ei, la skatepark.",
            "Piețele: acolo vorbește tot orașul, sâmbăta.",
            "Comunitățile maghiară, sârbă și germană, cu anunțuri în limba lor.",
        ),
        4: (
            "Am pierdut două sezoane de târguri și jumătate dintre ucenici.",
            "Colegii au plecat în alte meserii și nu s-au mai întors.",
            "Publicul s-a obișnuit cu gratuit, pe ecran.",
            "Chiriile au rămas, comenzile nu.",
            "A fost și ceva bun: am învățat să vindem la distanță.",
        ),
        5: (
            "Vecinii au făcut un fond din care se plătesc materiale pentru copii.",
            "Un grup de cumpărături în comun pentru argilă și lemn.",
            "Concertele din curțile blocurilor.",
            "Consultanța gratuită dată de contabili voluntari.",
            "Magazinul comun al atelierelor, întâi pe internet, apoi în centru.",
        ),
        6: (
            "Abonamente: o sută de oameni care plătesc puțin, în fiecare lună.",
            "Un contract pe trei ani în locul a trei proiecte pe un an.",
            "Să împărțim un contabil și un depozit între zece ateliere.",
            "Ce a mers în curți să intre în programul orașului.",
            "Să măsurăm împreună ce folosește și să renunțăm la rest.",
        ),
    },
    "en": {
        ANYWHERE: (
            "I would begin with something small that people can soon see.",
            "Let us also ask those who do not usually come to meetings like this.",
            "We need somebody who keeps us in touch after this evening.",
            "It was tried some years ago: let us see what is left of it.",
            "We could share what we have: rooms, tools, time.",
        ),
        1: (
            "Let the city be the first customer of people who are just starting.",
            "A desk that answers within a week which permits a workshop needs.",
            "Mentors from the software firms, two hours a month each.",
        ),
        2: (
            "Publish the budget of each project, so that small ones can plan.",
            "Open the association's contacts abroad to those who have none.",
            "One application form instead of five.",
        ),
        3: (
            "Newcomers who live here and do not read Romanian yet.",
            "The IT companies: many of us would help if somebody asked.",
            "Parents with small children, so at hours they can come.",
        ),
        4: (
            "Our evening concerts stopped, and half of the audience never came back.",
            "We moved online in a week; the craftspeople could not.",
            "Sponsors cut culture first.",
        ),
        5: (
            "Colleagues taught their neighbours how to sell on the internet.",
            "A shared tool library in our courtyard.",
            "Concerts from balconies, which the whole street paid for.",
        ),
        6: (
            "Keep the tool library, and give it a room.",
            "Firms could sponsor what neighbours have already proved.",
            "Count who comes, and publish it every year.",
        ),
    },
}
