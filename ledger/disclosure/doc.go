// Package disclosure says what may stand in public.
//
// A public body is public for ever, so each text in it is held to a form
// before it becomes bytes, on every way in:
//
//   - [Code]: a class that is counted, such as a reason, a means of delivery
//     or a channel. A word, not a sentence.
//   - [Label]: what a sealed value is, such as applicant.name. A code.
//   - [Number]: an identifier that somebody gives out, such as a case number
//     or the code of an item. By form alone, so that no honest number is
//     refused: only a whole part that is a valid identity number is.
//   - [Text]: words for people, such as a step's name. One line without an
//     identity, telephone or bank card number and without an e-mail address.
//   - [Post]: the acting post (岗位). A text.
//   - [Telephone]: the number of a public office. Only where a member is for
//     nothing else, since texts refuse it; a mobile number is refused here too.
//
// Numbers are found however they are written: with spaces, hyphens or invisible
// characters inside, in full width or another script's digits. What is refused
// is an [*Error], which names field and rule and says what to do, and never
// repeats the value.
//
// # What no program can know
//
// A name of two characters is two characters: 张三 may be a person, a village or
// a shop. So may be an address, an account or a passport number, the number of
// a car, a birthday, or a description that only one person fits. None of these
// is found here, and no list of surnames would find it without refusing honest
// units and items. What keeps them out is the allow-list by type, the choice of
// what a text may be at all, and the people who choose; this package catches
// slips. It does not look at sealed values either, except at their labels.
//
// Numbers of public hotlines (12345, 400-…) and bare local numbers without an
// area code are not taken for telephone numbers.
package disclosure
