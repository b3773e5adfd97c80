// Every limit of the product, in one place. Tests try each at the limit and one past it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace licet::limits {

// Ledger (tlog-tiles: entries are at most 65,535 bytes; we split at 60,000).
inline constexpr std::size_t kEntryBytesMax = 65'535;
inline constexpr std::size_t kBodyBytesMax = 60'000;
/// A routing with more candidates and more bytes than these is kept beside the ledger, and its entry names the digest.
inline constexpr std::size_t kDecisionCandidatesInline = 64;
inline constexpr std::size_t kDecisionBytesInline = 16'384;
inline constexpr std::size_t kNoteSignaturesMax = 100;
inline constexpr std::uint32_t kEntryDepthMax = 8;
inline constexpr std::size_t kOriginBytesMax = 200;
inline constexpr std::size_t kLinkIdBytesMax = 128;
inline constexpr std::size_t kSealedFieldsMax = 256;
inline constexpr std::size_t kSealedBlobBytesMax = 16U << 20U;
inline constexpr std::size_t kNoteBytesMax = 1U << 20U;
inline constexpr std::size_t kManifestBytesMax = 64U << 20U;
inline constexpr std::size_t kVerifyFindingsMax = 100;
/// A code in an event: a name of the policy, a status, or several of them with commas between.
inline constexpr std::size_t kEventCodeBytesMax = 200;

// CSV import.
inline constexpr std::size_t kCsvFieldBytesMax = 65'536;
inline constexpr std::size_t kCsvRowBytesMax = 1U << 20U;
inline constexpr std::size_t kCsvColumnsMax = 1'000;
inline constexpr std::size_t kCsvSniffBytes = 1U << 20U;

// YAML that people write.
inline constexpr std::size_t kYamlBytesMax = 4U << 20U;
inline constexpr std::uint32_t kYamlDepthMax = 16;
inline constexpr std::size_t kYamlNodesMax = 200'000;
inline constexpr std::size_t kYamlProblemsMax = 200;

// Policy and register.
/// An id, a key or a reason code in a document.
inline constexpr std::size_t kPolicyCodeBytesMax = 64;
inline constexpr std::size_t kPacksMax = 256;
inline constexpr std::size_t kRulesPerPackMax = 1'000;
inline constexpr std::size_t kMarketsMax = 500;
inline constexpr std::size_t kTeamsMax = 1'000;
inline constexpr std::size_t kPeopleMax = 20'000;
inline constexpr std::size_t kJurisdictionsPerLeadMax = 16;
inline constexpr std::size_t kEvidencePerLeadMax = 64;

// Store.
inline constexpr std::size_t kGroupCommitMax = 256;
inline constexpr std::size_t kBulkGroupCommitMax = 4'096;
inline constexpr std::size_t kQueueMax = 4'096;
inline constexpr std::size_t kPageMax = 1'000;

// Screening.
inline constexpr std::size_t kNameBytesMax = 1U << 20U;
inline constexpr std::size_t kNameTokensMax = 64;
inline constexpr std::size_t kListEntriesMax = 2'000'000;
/// A line of a list that holds one JSON object a line.
inline constexpr std::size_t kListLineBytesMax = 8U << 20U;
inline constexpr std::size_t kListEntryIdBytesMax = 128;
/// All texts and attributes of one entry of a published XML list, each element counted as 64 bytes besides; the largest
/// real one has some 100 KB.
inline constexpr std::size_t kListEntryBytesMax = 4U << 20U;
/// All texts of all entries: what is written once may be referred to many times.
inline constexpr std::size_t kListBytesMax = std::size_t{512} << 20U;
/// A text that other parts of a list refer to: a country's name, a location.
inline constexpr std::size_t kListReferenceBytesMax = 4'096;

// XML of publishers. The largest real text is under 2 KB.
inline constexpr std::size_t kXmlDepthMax = 64;
inline constexpr std::size_t kXmlTextBytesMax = 65'536;
inline constexpr std::size_t kXmlAttributeBytesMax = 65'536;
inline constexpr std::size_t kXmlNameBytesMax = 256;
/// A tag with its attributes, a comment or a processing instruction: what is kept until its end is seen.
inline constexpr std::size_t kXmlTokenBytesMax = 262'144;
inline constexpr std::size_t kXmlElementsMax = 20'000'000;
/// Different names of elements and attributes, and namespace declarations: the parser keeps each until the end.
inline constexpr std::size_t kXmlNamesMax = 1'024;

/// The address of a firm's own screening service.
inline constexpr std::size_t kServiceUrlBytesMax = 512;

/// How long a good-guy entry may hold: three years, a leap day among them.
inline constexpr std::int64_t kGoodGuyDaysMax = 1'096;
inline constexpr std::int64_t kGoodGuyMaxUs = kGoodGuyDaysMax * 86'400'000'000;
inline constexpr std::int64_t kGoodGuyDefaultUs = 365LL * 86'400'000'000;
/// Files that show why a case was decided so, one and together. Sealed they are a third longer, and fit one blob.
inline constexpr std::size_t kEvidenceFilesMax = 8;
inline constexpr std::size_t kEvidenceFileBytesMax = 4U << 20U;
inline constexpr std::size_t kEvidenceBytesMax = 8U << 20U;

// Questions over HTTP.
inline constexpr std::size_t kQueryParametersMax = 256;
inline constexpr std::size_t kUrlBytesMax = 60'000;
inline constexpr std::size_t kMatchBodyBytesMax = 4U << 20U;
inline constexpr std::size_t kMatchQueriesMax = 100;
/// Ways of writing the name of one party.
inline constexpr std::size_t kPartyNamesMax = 64;

// Unpacking.
inline constexpr std::size_t kUnpackedBytesMax = std::size_t{1} << 30U;

}  // namespace licet::limits
