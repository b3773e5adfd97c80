// The register of personal copies: every place where something of a data subject may lie, and how erasure reaches it.
//
// Destroying a key makes the sealed payloads unreadable; whatever was derived from them before must be keyed, found or
// shredded as well, or erasure is a fiction. A new kind of copy without a row here fails a test.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "record/schema.h"

namespace licet::record {

/// How the erasure of a subject reaches a copy.
enum class PurgeWay : std::uint8_t {
  kRow,        ///< the fold of `subject_erased` sets it to null (RowSink::purge)
  kKey,        ///< unreadable without the subject's key, which is destroyed; removed physically at the next purge
  kMemory,     ///< in the memory of a running program alone; taken out by the erasure itself
  kExpires,    ///< overwritten or expired within a term that the operator sets
  kHandedOut,  ///< given to a person who keeps it outside; the export's entry says what it held and to whom
  kKept,       ///< made by the erasure itself and kept, because without it the erasure would not last
};
std::string_view purge_way_name(PurgeWay way);

/// One kind of copy.
struct PersonalCopy {
  std::string_view kind;   ///< stable code
  std::string_view where;  ///< "table.column" for columns, otherwise the place in words
  std::string_view holds;
  PurgeWay way;
  std::string_view how;  ///< one sentence for people
};
std::span<const PersonalCopy> personal_copies();
/// nullptr when no such kind is registered.
const PersonalCopy* find_personal_copy(std::string_view kind);
/// The copy that a column is, by "table.column"; nullptr when it is not registered.
const PersonalCopy* find_personal_column(const Table& table, const Column& column);

/// Names a kind where the code makes such a copy: does not compile for a kind that is not registered.
consteval std::string_view personal_copy(std::string_view kind);

namespace detail {

using enum PurgeWay;

inline constexpr PersonalCopy kPersonalCopies[] = {
    {"subject_first_name", "subject.first_name", "given name", kRow, "The row is emptied with the erasure."},
    {"subject_last_name", "subject.last_name", "family name", kRow, "The row is emptied with the erasure."},
    {"subject_email", "subject.email", "mail address", kRow, "The row is emptied with the erasure."},
    {"subject_phone", "subject.phone", "phone number", kRow, "The row is emptied with the erasure."},
    {"subject_company", "subject.company", "employer or organisation", kRow, "The row is emptied with the erasure."},
    {"subject_street", "subject.street", "street", kRow, "The row is emptied with the erasure."},
    {"subject_city", "subject.city", "city", kRow, "The row is emptied with the erasure."},
    {"subject_postal_code", "subject.postal_code", "postal code", kRow, "The row is emptied with the erasure."},
    {"subject_country", "subject.country", "country of residence", kRow, "The row is emptied with the erasure."},
    {"subject_birth_date", "subject.birth_date", "date of birth", kRow, "The row is emptied with the erasure."},
    {"subject_gender", "subject.gender", "gender", kRow, "The row is emptied with the erasure."},
    {"subject_nationality", "subject.nationality", "nationalities", kRow, "The row is emptied with the erasure."},
    {"subject_passport", "subject.passport", "numbers of passports", kRow, "The row is emptied with the erasure."},
    {"subject_national_id", "subject.national_id", "numbers of identity cards", kRow,
     "The row is emptied with the erasure."},
    {"subject_names", "subject.names", "every name the subject has borne", kRow,
     "The row is emptied with the erasure."},
    {"lead_campaign", "lead.campaign", "what the source said about its campaign, in its own words", kRow,
     "The row is emptied with the erasure."},
    {"email_index", "subject.email_key", "blind index of the mail address", kRow,
     "Emptied with the row; keyed under the firm's pepper."},
    {"phone_index", "subject.phone_key", "blind index of the phone number", kRow,
     "Emptied with the row; keyed under the firm's pepper."},
    {"name_index", "subject.name_key", "blind index of name, birth date and country", kRow,
     "Emptied with the row; keyed under the firm's pepper."},
    {"repeat_index", "source_event.repeat_key", "keyed digest of the source's id or row", kRow,
     "Emptied with the row; keyed under the firm's pepper."},
    {"content_index", "source_event.content_key", "keyed digest of the row's content", kRow,
     "Emptied with the row; keyed under the firm's pepper."},
    {"person_handle", "person.handle", "a staff member's short name", kRow,
     "The row is emptied when the staff member's key is destroyed."},
    {"person_name", "person.name", "a staff member's name", kRow,
     "The row is emptied when the staff member's key is destroyed."},
    {"person_os_user", "person.os_user", "a staff member's system account", kRow,
     "The row is emptied when the staff member's key is destroyed."},
    {"sealed_payload", "sealed payloads beside the ledger",
     "rows as they came and as they were mapped, contact data, screening names, reviewers' notes and files", kKey,
     "The key is destroyed; the ciphertext is removed right after. The ledger keeps its digest and salted "
     "commitments."},
    {"bundle_payload", "exported bundles", "the same ciphertexts, without keys", kKey,
     "The key is destroyed; a bundle handed out before holds nothing that opens."},
    {"key_backup", "copies of keys.db", "the subject's wrapped key", kExpires,
     "The operator replaces backups of the keys within the erasure term; an older one can bring a key back."},
    {"rejects_file", "rejects files of imports", "rows that were not accepted", kExpires,
     "Written 0600 at the place the importer named and never read again; the operator deletes it."},
    {"import_file", "files given to import", "the source's own file", kExpires,
     "Licet reads it and keeps no copy; the operator deletes it."},
    {"read_output", "answers on a screen or in a file", "what a person was shown", kHandedOut,
     "The read entry says who was shown which objects, for what purpose."},
    {"evidence_folder", "folders that review evidence wrote", "files kept with decisions on cases", kHandedOut,
     "Written 0600 at the place the reviewer named; the read entry says who asked for them, and they delete them."},
    {"database_pages", "free pages and write-ahead log of the database", "earlier values of rows", kExpires,
     "After an erasure the store overwrites what it freed and truncates its write-ahead log."},
    {"suppression", "suppression.digest and the entry of the erasure",
     "keyed digests of mail address, phone number, source id, and of name with birth date and country", kKept,
     "So that an import does not bring the person back. They serve nothing else, are keyed twice under the firm's "
     "pepper, equal no index of a living row, and say nothing to anybody without the pepper."},
    {"book_index", "the index of the book in the running program",
     "the words of every name, and which subject has them", kMemory,
     "The erasure takes the subject out of it at once, with the words that nobody else has; it is never written down."},
    {"memory", "the running program", "values being worked on", kExpires, "Gone when the command ends."},
};

}  // namespace detail

consteval std::string_view personal_copy(std::string_view kind) {
  for (const PersonalCopy& copy : detail::kPersonalCopies)
    if (copy.kind == kind) return copy.kind;
  throw "this kind of personal copy is not in the register of personal copies";
}

}  // namespace licet::record
