// Stated from ISO 3166-1 (countries), ISO 3166-2 (subdivisions of three federations) and ITU-T E.164 (calling codes,
// with the prefixes of ITU-T E.129 for numbers dialled at home). Names are the common English ones.
#include "app/intake_tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "app/intake_text.h"

namespace licet::app::intake {
namespace {

// clang-format off
constexpr Country kCountries[] = {
    {"AD", "AND", "Andorra", "376", ""},
    {"AE", "ARE", "United Arab Emirates", "971", "0"},
    {"AF", "AFG", "Afghanistan", "93", "0"},
    {"AG", "ATG", "Antigua and Barbuda", "1", "1"},
    {"AI", "AIA", "Anguilla", "1", "1"},
    {"AL", "ALB", "Albania", "355", "0"},
    {"AM", "ARM", "Armenia", "374", "0"},
    {"AO", "AGO", "Angola", "244", ""},
    {"AQ", "ATA", "Antarctica", "672", ""},
    {"AR", "ARG", "Argentina", "54", "0"},
    {"AS", "ASM", "American Samoa", "1", "1"},
    {"AT", "AUT", "Austria", "43", "0"},
    {"AU", "AUS", "Australia", "61", "0"},
    {"AW", "ABW", "Aruba", "297", ""},
    {"AX", "ALA", "Åland Islands", "358", "0"},
    {"AZ", "AZE", "Azerbaijan", "994", "0"},
    {"BA", "BIH", "Bosnia and Herzegovina", "387", "0"},
    {"BB", "BRB", "Barbados", "1", "1"},
    {"BD", "BGD", "Bangladesh", "880", "0"},
    {"BE", "BEL", "Belgium", "32", "0"},
    {"BF", "BFA", "Burkina Faso", "226", ""},
    {"BG", "BGR", "Bulgaria", "359", "0"},
    {"BH", "BHR", "Bahrain", "973", ""},
    {"BI", "BDI", "Burundi", "257", ""},
    {"BJ", "BEN", "Benin", "229", ""},
    {"BL", "BLM", "Saint Barthélemy", "590", "0"},
    {"BM", "BMU", "Bermuda", "1", "1"},
    {"BN", "BRN", "Brunei", "673", ""},
    {"BO", "BOL", "Bolivia", "591", "0"},
    {"BQ", "BES", "Bonaire, Sint Eustatius and Saba", "599", ""},
    {"BR", "BRA", "Brazil", "55", "0"},
    {"BS", "BHS", "Bahamas", "1", "1"},
    {"BT", "BTN", "Bhutan", "975", ""},
    {"BV", "BVT", "Bouvet Island", "", ""},
    {"BW", "BWA", "Botswana", "267", ""},
    {"BY", "BLR", "Belarus", "375", "80"},
    {"BZ", "BLZ", "Belize", "501", ""},
    {"CA", "CAN", "Canada", "1", "1"},
    {"CC", "CCK", "Cocos (Keeling) Islands", "61", "0"},
    {"CD", "COD", "Democratic Republic of the Congo", "243", "0"},
    {"CF", "CAF", "Central African Republic", "236", ""},
    {"CG", "COG", "Congo", "242", ""},
    {"CH", "CHE", "Switzerland", "41", "0"},
    {"CI", "CIV", "Côte d'Ivoire", "225", ""},
    {"CK", "COK", "Cook Islands", "682", ""},
    {"CL", "CHL", "Chile", "56", ""},
    {"CM", "CMR", "Cameroon", "237", ""},
    {"CN", "CHN", "China", "86", "0"},
    {"CO", "COL", "Colombia", "57", "0"},
    {"CR", "CRI", "Costa Rica", "506", ""},
    {"CU", "CUB", "Cuba", "53", "0"},
    {"CV", "CPV", "Cabo Verde", "238", ""},
    {"CW", "CUW", "Curaçao", "599", ""},
    {"CX", "CXR", "Christmas Island", "61", "0"},
    {"CY", "CYP", "Cyprus", "357", ""},
    {"CZ", "CZE", "Czechia", "420", ""},
    {"DE", "DEU", "Germany", "49", "0"},
    {"DJ", "DJI", "Djibouti", "253", ""},
    {"DK", "DNK", "Denmark", "45", ""},
    {"DM", "DMA", "Dominica", "1", "1"},
    {"DO", "DOM", "Dominican Republic", "1", "1"},
    {"DZ", "DZA", "Algeria", "213", "0"},
    {"EC", "ECU", "Ecuador", "593", "0"},
    {"EE", "EST", "Estonia", "372", ""},
    {"EG", "EGY", "Egypt", "20", "0"},
    {"EH", "ESH", "Western Sahara", "212", "0"},
    {"ER", "ERI", "Eritrea", "291", "0"},
    {"ES", "ESP", "Spain", "34", ""},
    {"ET", "ETH", "Ethiopia", "251", "0"},
    {"FI", "FIN", "Finland", "358", "0"},
    {"FJ", "FJI", "Fiji", "679", ""},
    {"FK", "FLK", "Falkland Islands", "500", ""},
    {"FM", "FSM", "Micronesia", "691", ""},
    {"FO", "FRO", "Faroe Islands", "298", ""},
    {"FR", "FRA", "France", "33", "0"},
    {"GA", "GAB", "Gabon", "241", ""},
    {"GB", "GBR", "United Kingdom", "44", "0"},
    {"GD", "GRD", "Grenada", "1", "1"},
    {"GE", "GEO", "Georgia", "995", "0"},
    {"GF", "GUF", "French Guiana", "594", "0"},
    {"GG", "GGY", "Guernsey", "44", "0"},
    {"GH", "GHA", "Ghana", "233", "0"},
    {"GI", "GIB", "Gibraltar", "350", ""},
    {"GL", "GRL", "Greenland", "299", ""},
    {"GM", "GMB", "Gambia", "220", ""},
    {"GN", "GIN", "Guinea", "224", ""},
    {"GP", "GLP", "Guadeloupe", "590", "0"},
    {"GQ", "GNQ", "Equatorial Guinea", "240", ""},
    {"GR", "GRC", "Greece", "30", ""},
    {"GS", "SGS", "South Georgia and the South Sandwich Islands", "500", ""},
    {"GT", "GTM", "Guatemala", "502", ""},
    {"GU", "GUM", "Guam", "1", "1"},
    {"GW", "GNB", "Guinea-Bissau", "245", ""},
    {"GY", "GUY", "Guyana", "592", ""},
    {"HK", "HKG", "Hong Kong", "852", ""},
    {"HM", "HMD", "Heard Island and McDonald Islands", "", ""},
    {"HN", "HND", "Honduras", "504", ""},
    {"HR", "HRV", "Croatia", "385", "0"},
    {"HT", "HTI", "Haiti", "509", ""},
    {"HU", "HUN", "Hungary", "36", "06"},
    {"ID", "IDN", "Indonesia", "62", "0"},
    {"IE", "IRL", "Ireland", "353", "0"},
    {"IL", "ISR", "Israel", "972", "0"},
    {"IM", "IMN", "Isle of Man", "44", "0"},
    {"IN", "IND", "India", "91", "0"},
    {"IO", "IOT", "British Indian Ocean Territory", "246", ""},
    {"IQ", "IRQ", "Iraq", "964", "0"},
    {"IR", "IRN", "Iran", "98", "0"},
    {"IS", "ISL", "Iceland", "354", ""},
    {"IT", "ITA", "Italy", "39", ""},
    {"JE", "JEY", "Jersey", "44", "0"},
    {"JM", "JAM", "Jamaica", "1", "1"},
    {"JO", "JOR", "Jordan", "962", "0"},
    {"JP", "JPN", "Japan", "81", "0"},
    {"KE", "KEN", "Kenya", "254", "0"},
    {"KG", "KGZ", "Kyrgyzstan", "996", "0"},
    {"KH", "KHM", "Cambodia", "855", "0"},
    {"KI", "KIR", "Kiribati", "686", "0"},
    {"KM", "COM", "Comoros", "269", ""},
    {"KN", "KNA", "Saint Kitts and Nevis", "1", "1"},
    {"KP", "PRK", "North Korea", "850", "0"},
    {"KR", "KOR", "South Korea", "82", "0"},
    {"KW", "KWT", "Kuwait", "965", ""},
    {"KY", "CYM", "Cayman Islands", "1", "1"},
    {"KZ", "KAZ", "Kazakhstan", "7", "8"},
    {"LA", "LAO", "Laos", "856", "0"},
    {"LB", "LBN", "Lebanon", "961", "0"},
    {"LC", "LCA", "Saint Lucia", "1", "1"},
    {"LI", "LIE", "Liechtenstein", "423", "0"},
    {"LK", "LKA", "Sri Lanka", "94", "0"},
    {"LR", "LBR", "Liberia", "231", "0"},
    {"LS", "LSO", "Lesotho", "266", ""},
    {"LT", "LTU", "Lithuania", "370", "0"},
    {"LU", "LUX", "Luxembourg", "352", ""},
    {"LV", "LVA", "Latvia", "371", ""},
    {"LY", "LBY", "Libya", "218", "0"},
    {"MA", "MAR", "Morocco", "212", "0"},
    {"MC", "MCO", "Monaco", "377", "0"},
    {"MD", "MDA", "Moldova", "373", "0"},
    {"ME", "MNE", "Montenegro", "382", "0"},
    {"MF", "MAF", "Saint Martin (French part)", "590", "0"},
    {"MG", "MDG", "Madagascar", "261", "0"},
    {"MH", "MHL", "Marshall Islands", "692", "1"},
    {"MK", "MKD", "North Macedonia", "389", "0"},
    {"ML", "MLI", "Mali", "223", ""},
    {"MM", "MMR", "Myanmar", "95", "0"},
    {"MN", "MNG", "Mongolia", "976", "0"},
    {"MO", "MAC", "Macao", "853", ""},
    {"MP", "MNP", "Northern Mariana Islands", "1", "1"},
    {"MQ", "MTQ", "Martinique", "596", "0"},
    {"MR", "MRT", "Mauritania", "222", ""},
    {"MS", "MSR", "Montserrat", "1", "1"},
    {"MT", "MLT", "Malta", "356", ""},
    {"MU", "MUS", "Mauritius", "230", ""},
    {"MV", "MDV", "Maldives", "960", ""},
    {"MW", "MWI", "Malawi", "265", "0"},
    {"MX", "MEX", "Mexico", "52", ""},
    {"MY", "MYS", "Malaysia", "60", "0"},
    {"MZ", "MOZ", "Mozambique", "258", ""},
    {"NA", "NAM", "Namibia", "264", "0"},
    {"NC", "NCL", "New Caledonia", "687", ""},
    {"NE", "NER", "Niger", "227", ""},
    {"NF", "NFK", "Norfolk Island", "672", ""},
    {"NG", "NGA", "Nigeria", "234", "0"},
    {"NI", "NIC", "Nicaragua", "505", ""},
    {"NL", "NLD", "Netherlands", "31", "0"},
    {"NO", "NOR", "Norway", "47", ""},
    {"NP", "NPL", "Nepal", "977", "0"},
    {"NR", "NRU", "Nauru", "674", ""},
    {"NU", "NIU", "Niue", "683", ""},
    {"NZ", "NZL", "New Zealand", "64", "0"},
    {"OM", "OMN", "Oman", "968", ""},
    {"PA", "PAN", "Panama", "507", ""},
    {"PE", "PER", "Peru", "51", "0"},
    {"PF", "PYF", "French Polynesia", "689", ""},
    {"PG", "PNG", "Papua New Guinea", "675", ""},
    {"PH", "PHL", "Philippines", "63", "0"},
    {"PK", "PAK", "Pakistan", "92", "0"},
    {"PL", "POL", "Poland", "48", ""},
    {"PM", "SPM", "Saint Pierre and Miquelon", "508", "0"},
    {"PN", "PCN", "Pitcairn", "64", "0"},
    {"PR", "PRI", "Puerto Rico", "1", "1"},
    {"PS", "PSE", "Palestine", "970", "0"},
    {"PT", "PRT", "Portugal", "351", ""},
    {"PW", "PLW", "Palau", "680", ""},
    {"PY", "PRY", "Paraguay", "595", "0"},
    {"QA", "QAT", "Qatar", "974", ""},
    {"RE", "REU", "Réunion", "262", "0"},
    {"RO", "ROU", "Romania", "40", "0"},
    {"RS", "SRB", "Serbia", "381", "0"},
    {"RU", "RUS", "Russia", "7", "8"},
    {"RW", "RWA", "Rwanda", "250", "0"},
    {"SA", "SAU", "Saudi Arabia", "966", "0"},
    {"SB", "SLB", "Solomon Islands", "677", ""},
    {"SC", "SYC", "Seychelles", "248", ""},
    {"SD", "SDN", "Sudan", "249", "0"},
    {"SE", "SWE", "Sweden", "46", "0"},
    {"SG", "SGP", "Singapore", "65", ""},
    {"SH", "SHN", "Saint Helena, Ascension and Tristan da Cunha", "290", ""},
    {"SI", "SVN", "Slovenia", "386", "0"},
    {"SJ", "SJM", "Svalbard and Jan Mayen", "47", ""},
    {"SK", "SVK", "Slovakia", "421", "0"},
    {"SL", "SLE", "Sierra Leone", "232", "0"},
    {"SM", "SMR", "San Marino", "378", ""},
    {"SN", "SEN", "Senegal", "221", ""},
    {"SO", "SOM", "Somalia", "252", "0"},
    {"SR", "SUR", "Suriname", "597", ""},
    {"SS", "SSD", "South Sudan", "211", "0"},
    {"ST", "STP", "Sao Tome and Principe", "239", ""},
    {"SV", "SLV", "El Salvador", "503", ""},
    {"SX", "SXM", "Sint Maarten (Dutch part)", "1", "1"},
    {"SY", "SYR", "Syria", "963", "0"},
    {"SZ", "SWZ", "Eswatini", "268", ""},
    {"TC", "TCA", "Turks and Caicos Islands", "1", "1"},
    {"TD", "TCD", "Chad", "235", ""},
    {"TF", "ATF", "French Southern Territories", "", ""},
    {"TG", "TGO", "Togo", "228", ""},
    {"TH", "THA", "Thailand", "66", "0"},
    {"TJ", "TJK", "Tajikistan", "992", ""},
    {"TK", "TKL", "Tokelau", "690", ""},
    {"TL", "TLS", "Timor-Leste", "670", ""},
    {"TM", "TKM", "Turkmenistan", "993", "8"},
    {"TN", "TUN", "Tunisia", "216", ""},
    {"TO", "TON", "Tonga", "676", ""},
    {"TR", "TUR", "Turkey", "90", "0"},
    {"TT", "TTO", "Trinidad and Tobago", "1", "1"},
    {"TV", "TUV", "Tuvalu", "688", ""},
    {"TW", "TWN", "Taiwan", "886", "0"},
    {"TZ", "TZA", "Tanzania", "255", "0"},
    {"UA", "UKR", "Ukraine", "380", "0"},
    {"UG", "UGA", "Uganda", "256", "0"},
    {"UM", "UMI", "United States Minor Outlying Islands", "", ""},
    {"US", "USA", "United States", "1", "1"},
    {"UY", "URY", "Uruguay", "598", "0"},
    {"UZ", "UZB", "Uzbekistan", "998", ""},
    {"VA", "VAT", "Holy See", "39", ""},
    {"VC", "VCT", "Saint Vincent and the Grenadines", "1", "1"},
    {"VE", "VEN", "Venezuela", "58", "0"},
    {"VG", "VGB", "British Virgin Islands", "1", "1"},
    {"VI", "VIR", "United States Virgin Islands", "1", "1"},
    {"VN", "VNM", "Vietnam", "84", "0"},
    {"VU", "VUT", "Vanuatu", "678", ""},
    {"WF", "WLF", "Wallis and Futuna", "681", ""},
    {"WS", "WSM", "Samoa", "685", ""},
    {"XK", "XKX", "Kosovo", "383", "0"},
    {"YE", "YEM", "Yemen", "967", "0"},
    {"YT", "MYT", "Mayotte", "262", "0"},
    {"ZA", "ZAF", "South Africa", "27", "0"},
    {"ZM", "ZMB", "Zambia", "260", "0"},
    {"ZW", "ZWE", "Zimbabwe", "263", "0"},
};

/// Other names and codes in use, besides the three of the table.
struct OtherName {
  std::string_view name;
  std::string_view alpha2;
};
constexpr OtherName kOtherNames[] = {
    {"UK", "GB"},
    {"Great Britain", "GB"},
    {"United Kingdom of Great Britain and Northern Ireland", "GB"},
    {"Britain", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"USA", "US"},
    {"U.S.", "US"},
    {"United States of America", "US"},
    {"America", "US"},
    {"UAE", "AE"},
    {"Emirates", "AE"},
    {"Emirats arabes unis", "AE"},
    {"Vereinigte Arabische Emirate", "AE"},
    {"KSA", "SA"},
    {"Kingdom of Saudi Arabia", "SA"},
    {"Deutschland", "DE"},
    {"Allemagne", "DE"},
    {"Alemania", "DE"},
    {"Germania", "DE"},
    {"Federal Republic of Germany", "DE"},
    {"Schweiz", "CH"},
    {"Suisse", "CH"},
    {"Svizzera", "CH"},
    {"Suiza", "CH"},
    {"Österreich", "AT"},
    {"Oesterreich", "AT"},
    {"Autriche", "AT"},
    {"Italia", "IT"},
    {"Italie", "IT"},
    {"Italien", "IT"},
    {"España", "ES"},
    {"Espagne", "ES"},
    {"Spanien", "ES"},
    {"Spagna", "ES"},
    {"Frankreich", "FR"},
    {"Francia", "FR"},
    {"Holland", "NL"},
    {"The Netherlands", "NL"},
    {"Nederland", "NL"},
    {"Niederlande", "NL"},
    {"Pays-Bas", "NL"},
    {"België", "BE"},
    {"Belgique", "BE"},
    {"Belgien", "BE"},
    {"Grossbritannien", "GB"},
    {"Großbritannien", "GB"},
    {"Vereinigtes Königreich", "GB"},
    {"Royaume-Uni", "GB"},
    {"Reino Unido", "GB"},
    {"Regno Unito", "GB"},
    {"Vereinigte Staaten", "US"},
    {"États-Unis", "US"},
    {"Estados Unidos", "US"},
    {"Stati Uniti", "US"},
    {"Republic of Ireland", "IE"},
    {"Eire", "IE"},
    {"Éire", "IE"},
    {"Irland", "IE"},
    {"Irlande", "IE"},
    {"Norge", "NO"},
    {"Norwegen", "NO"},
    {"Sverige", "SE"},
    {"Schweden", "SE"},
    {"Danmark", "DK"},
    {"Dänemark", "DK"},
    {"Suomi", "FI"},
    {"Finnland", "FI"},
    {"Polska", "PL"},
    {"Polen", "PL"},
    {"Česko", "CZ"},
    {"Czech Republic", "CZ"},
    {"Slovak Republic", "SK"},
    {"Magyarország", "HU"},
    {"Ungarn", "HU"},
    {"Hellas", "GR"},
    {"Griechenland", "GR"},
    {"EL", "GR"},
    {"Türkiye", "TR"},
    {"Turkiye", "TR"},
    {"Russian Federation", "RU"},
    {"Republic of Korea", "KR"},
    {"Korea, Republic of", "KR"},
    {"Korea", "KR"},
    {"Korea, Democratic People's Republic of", "KP"},
    {"DPRK", "KP"},
    {"Viet Nam", "VN"},
    {"Lao People's Democratic Republic", "LA"},
    {"Lao PDR", "LA"},
    {"Syrian Arab Republic", "SY"},
    {"Brunei Darussalam", "BN"},
    {"Iran, Islamic Republic of", "IR"},
    {"Islamic Republic of Iran", "IR"},
    {"Bolivia, Plurinational State of", "BO"},
    {"Venezuela, Bolivarian Republic of", "VE"},
    {"Moldova, Republic of", "MD"},
    {"Republic of Moldova", "MD"},
    {"Tanzania, United Republic of", "TZ"},
    {"United Republic of Tanzania", "TZ"},
    {"Taiwan, Province of China", "TW"},
    {"Macedonia", "MK"},
    {"Swaziland", "SZ"},
    {"Burma", "MM"},
    {"Cape Verde", "CV"},
    {"East Timor", "TL"},
    {"Ivory Coast", "CI"},
    {"Congo, Democratic Republic of the", "CD"},
    {"Congo, The Democratic Republic of the", "CD"},
    {"DR Congo", "CD"},
    {"DRC", "CD"},
    {"Congo-Kinshasa", "CD"},
    {"Congo-Brazzaville", "CG"},
    {"Republic of the Congo", "CG"},
    {"Vatican", "VA"},
    {"Vatican City", "VA"},
    {"Holy See (Vatican City State)", "VA"},
    {"State of Palestine", "PS"},
    {"Palestine, State of", "PS"},
    {"Palestinian Territories", "PS"},
    {"Micronesia, Federated States of", "FM"},
    {"Federated States of Micronesia", "FM"},
    {"Hong Kong SAR", "HK"},
    {"Hong Kong SAR China", "HK"},
    {"Macau", "MO"},
    {"Macau SAR", "MO"},
    {"Mainland China", "CN"},
    {"People's Republic of China", "CN"},
    {"PRC", "CN"},
    {"The Bahamas", "BS"},
    {"The Gambia", "GM"},
    {"Falkland Islands (Malvinas)", "FK"},
    {"Virgin Islands, British", "VG"},
    {"BVI", "VG"},
    {"Virgin Islands, U.S.", "VI"},
    {"US Virgin Islands", "VI"},
    {"USVI", "VI"},
    {"Cayman", "KY"},
    {"St Lucia", "LC"},
    {"St. Kitts and Nevis", "KN"},
    {"St Vincent and the Grenadines", "VC"},
    {"St Martin", "MF"},
    {"Saint Martin", "MF"},
    {"Sint Maarten", "SX"},
    {"St Barthelemy", "BL"},
    {"Saint Helena", "SH"},
    {"St Helena", "SH"},
    {"St Pierre and Miquelon", "PM"},
    {"São Tomé and Príncipe", "ST"},
    {"Bosnia", "BA"},
    {"Trinidad", "TT"},
    {"Antigua", "AG"},
    {"New Zealand/Aotearoa", "NZ"},
    {"Brasil", "BR"},
    {"Nippon", "JP"},
    {"Bharat", "IN"},
    {"Misr", "EG"},
    {"Maroc", "MA"},
    {"Tunisie", "TN"},
    {"Algérie", "DZ"},
    {"Kosovo, Republic of", "XK"},
    {"Cocos Islands", "CC"},
    {"Keeling Islands", "CC"},
};

struct Subdivision {
  std::string_view country;
  std::string_view code;
  std::string_view name;
};
constexpr Subdivision kSubdivisions[] = {
    {"AE", "AJ", "Ajman"},
    {"AE", "AZ", "Abu Dhabi"},
    {"AE", "DU", "Dubai"},
    {"AE", "FU", "Fujairah"},
    {"AE", "RK", "Ras Al Khaimah"},
    {"AE", "SH", "Sharjah"},
    {"AE", "UQ", "Umm Al Quwain"},
    {"CA", "AB", "Alberta"},
    {"CA", "BC", "British Columbia"},
    {"CA", "MB", "Manitoba"},
    {"CA", "NB", "New Brunswick"},
    {"CA", "NL", "Newfoundland and Labrador"},
    {"CA", "NT", "Northwest Territories"},
    {"CA", "NS", "Nova Scotia"},
    {"CA", "NU", "Nunavut"},
    {"CA", "ON", "Ontario"},
    {"CA", "PE", "Prince Edward Island"},
    {"CA", "QC", "Quebec"},
    {"CA", "SK", "Saskatchewan"},
    {"CA", "YT", "Yukon"},
    {"US", "AL", "Alabama"},
    {"US", "AK", "Alaska"},
    {"US", "AZ", "Arizona"},
    {"US", "AR", "Arkansas"},
    {"US", "CA", "California"},
    {"US", "CO", "Colorado"},
    {"US", "CT", "Connecticut"},
    {"US", "DE", "Delaware"},
    {"US", "DC", "District of Columbia"},
    {"US", "FL", "Florida"},
    {"US", "GA", "Georgia"},
    {"US", "HI", "Hawaii"},
    {"US", "ID", "Idaho"},
    {"US", "IL", "Illinois"},
    {"US", "IN", "Indiana"},
    {"US", "IA", "Iowa"},
    {"US", "KS", "Kansas"},
    {"US", "KY", "Kentucky"},
    {"US", "LA", "Louisiana"},
    {"US", "ME", "Maine"},
    {"US", "MD", "Maryland"},
    {"US", "MA", "Massachusetts"},
    {"US", "MI", "Michigan"},
    {"US", "MN", "Minnesota"},
    {"US", "MS", "Mississippi"},
    {"US", "MO", "Missouri"},
    {"US", "MT", "Montana"},
    {"US", "NE", "Nebraska"},
    {"US", "NV", "Nevada"},
    {"US", "NH", "New Hampshire"},
    {"US", "NJ", "New Jersey"},
    {"US", "NM", "New Mexico"},
    {"US", "NY", "New York"},
    {"US", "NC", "North Carolina"},
    {"US", "ND", "North Dakota"},
    {"US", "OH", "Ohio"},
    {"US", "OK", "Oklahoma"},
    {"US", "OR", "Oregon"},
    {"US", "PA", "Pennsylvania"},
    {"US", "RI", "Rhode Island"},
    {"US", "SC", "South Carolina"},
    {"US", "SD", "South Dakota"},
    {"US", "TN", "Tennessee"},
    {"US", "TX", "Texas"},
    {"US", "UT", "Utah"},
    {"US", "VT", "Vermont"},
    {"US", "VA", "Virginia"},
    {"US", "WA", "Washington"},
    {"US", "WV", "West Virginia"},
    {"US", "WI", "Wisconsin"},
    {"US", "WY", "Wyoming"},
    {"US", "AS", "American Samoa"},
    {"US", "GU", "Guam"},
    {"US", "MP", "Northern Mariana Islands"},
    {"US", "PR", "Puerto Rico"},
    {"US", "UM", "United States Minor Outlying Islands"},
    {"US", "VI", "Virgin Islands"},
};
/// Other names of subdivisions.
constexpr Subdivision kOtherSubdivisions[] = {
    {"US", "DC", "Washington DC"},
    {"US", "NY", "New York State"},
    {"US", "WA", "Washington State"},
    {"US", "VI", "Virgin Islands, U.S."},
    {"CA", "NL", "Newfoundland"},
    {"CA", "PE", "PEI"},
    {"CA", "YT", "Yukon Territory"},
    {"AE", "AZ", "Abu Zaby"},
    {"AE", "AJ", "Ajman Emirate"},
    {"AE", "DU", "Dubayy"},
    {"AE", "FU", "Al Fujayrah"},
    {"AE", "FU", "Al Fujairah"},
    {"AE", "RK", "Ras Al-Khaymah"},
    {"AE", "RK", "RAK"},
    {"AE", "SH", "Ash Shariqah"},
    {"AE", "SH", "Al Sharjah"},
    {"AE", "UQ", "Umm Al Qaywayn"},
    {"AE", "UQ", "Umm Al Quwayn"},
    {"AE", "UQ", "UAQ"},
};
// clang-format on

constexpr std::string_view kKnownSubdivisions[] = {"AE", "CA", "US"};

/// Folded names and codes to alpha-2.
const std::unordered_map<std::string, std::string_view>& country_index() {
  static const auto* const index = [] {
    auto* out = new std::unordered_map<std::string, std::string_view>;
    for (const Country& country : kCountries) {
      for (const std::string_view text : {country.alpha2, country.alpha3, country.name}) {
        out->emplace(fold(text), country.alpha2);
      }
    }
    for (const OtherName& other : kOtherNames) out->emplace(fold(other.name), other.alpha2);
    return out;
  }();
  return *index;
}

/// "US/" + folded name or code to the ISO 3166-2 code.
const std::unordered_map<std::string, std::string>& subdivision_index() {
  static const auto* const index = [] {
    auto* out = new std::unordered_map<std::string, std::string>;
    const auto add = [&](const Subdivision& s, std::string_view text) {
      out->emplace(std::string(s.country) + "/" + fold(text), std::string(s.country) + "-" + std::string(s.code));
    };
    for (const Subdivision& s : kSubdivisions) {
      add(s, s.code);
      add(s, s.name);
      add(s, std::string(s.country) + "-" + std::string(s.code));
    }
    for (const Subdivision& s : kOtherSubdivisions) add(s, s.name);
    return out;
  }();
  return *index;
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/// "XX-" and 1 to `max` capitals or digits.
bool is_code_in(std::string_view country, std::string_view text, std::size_t max) {
  if (text.size() < 4 || text.size() > 3 + max || text.substr(0, 2) != country || text[2] != '-') return false;
  return std::all_of(text.begin() + 3, text.end(), [](char c) { return is_capital(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

std::span<const Country> countries() { return kCountries; }

const Country* country_by_code(std::string_view alpha2) {
  const auto* const found = std::lower_bound(std::begin(kCountries), std::end(kCountries), alpha2,
                                             [](const Country& c, std::string_view code) { return c.alpha2 < code; });
  return found != std::end(kCountries) && found->alpha2 == alpha2 ? found : nullptr;
}

std::optional<std::string_view> find_country(std::string_view text) {
  const auto& index = country_index();
  std::string key = fold(text);
  auto found = index.find(key);
  if (found == index.end() && key.starts_with("the")) found = index.find(key.substr(3));
  if (found == index.end()) return std::nullopt;
  return found->second;
}

const std::vector<std::string_view>& country_names() {
  static const auto* const names = [] {
    auto* out = new std::vector<std::string_view>;
    for (const Country& country : kCountries) out->push_back(country.name);
    return out;
  }();
  return *names;
}

bool knows_subdivisions(std::string_view alpha2) {
  return std::find(std::begin(kKnownSubdivisions), std::end(kKnownSubdivisions), alpha2) !=
         std::end(kKnownSubdivisions);
}

std::vector<std::string_view> subdivision_names(std::string_view alpha2) {
  std::vector<std::string_view> out;
  for (const Subdivision& s : kSubdivisions) {
    if (s.country == alpha2) out.push_back(s.name);
  }
  return out;
}

bool is_forces_post(std::string_view alpha2, std::string_view text) {
  const std::string code = fold(text);
  return alpha2 == "US" && (code == "aa" || code == "ae" || code == "ap");
}

std::optional<std::string> find_subdivision(std::string_view alpha2, std::string_view text) {
  if (!knows_subdivisions(alpha2)) {
    const std::string code = upper(text);
    return is_code_in(alpha2, code, 3) ? std::optional(code) : std::nullopt;
  }
  const auto& index = subdivision_index();
  const auto found = index.find(std::string(alpha2) + "/" + fold(text));
  if (found == index.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> find_place(std::string_view text) {
  if (const auto country = find_country(text)) return std::string(*country);
  const std::string code = upper(clean(text));
  if (code.size() > 3 && country_by_code(code.substr(0, 2)) != nullptr && is_code_in(code.substr(0, 2), code, 8))
    return code;
  const std::size_t comma = text.rfind(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto country = find_country(text.substr(comma + 1));
  if (!country) return std::nullopt;
  return find_subdivision(*country, text.substr(0, comma));
}

}  // namespace licet::app::intake
