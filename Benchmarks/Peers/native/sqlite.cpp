// SQLite: an R*Tree of whole numbers, a table, and covering indexes.
#include <sqlite3.h>

#include <filesystem>
#include <memory>

#include "driver.hpp"

namespace {

void check(sqlite3 *database, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(database));
  }
}

void run(sqlite3 *database, const std::string &sql) {
  check(database, sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr));
}

const char *const setting =
    "rtree_i32 of steps of 1e-7 degree (exact), covering indexes (city, type, status, price, "
    "beds, baths, sqft, built, fee) and "
    "(type, status, price, beds, baths, sqft), FTS5 with trigrams of names, ANALYZE, page_size "
    "4096, mmap_size 8 GB, cache 256 MB, journal off; C interface, "
    "prepared statements";

const char *const connection =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA "
    "mmap_size = 8589934592;"
    "PRAGMA temp_store = MEMORY;";

/// Inserts each line but the first of a file: a number, and a text if there is one.
void load_lines(sqlite3 *database, const std::string &path, const char *sql) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  sqlite3_stmt *insert = nullptr;
  check(database, sqlite3_prepare_v2(database, sql, -1, &insert, nullptr));
  while (std::getline(file, line)) {
    const auto words = peers::cells(line);
    sqlite3_bind_int64(insert, 1, peers::number<std::int64_t>(words[0]));
    if (words.size() > 1)
      sqlite3_bind_text(
          insert, 2, words[1].data(), static_cast<int>(words[1].size()), SQLITE_TRANSIENT);
    check(database, sqlite3_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
}

void load(sqlite3 *database, const std::string &folder) {
  run(database,
      std::string("PRAGMA page_size = 4096;") + connection +
      "CREATE TABLE listing (ordinal INTEGER PRIMARY KEY, longitude, latitude, price, beds, "
      "baths, sqft, closed, type, status, city,"
      " built, fee); CREATE TABLE swiped (ordinal INTEGER PRIMARY KEY);"
      "CREATE VIRTUAL TABLE spelled USING fts5 (name, tokenize = 'trigram');"
      "CREATE VIRTUAL TABLE place USING rtree_i32 (ordinal, west, east, south, north); BEGIN;");
  sqlite3_stmt *row = nullptr, *spot = nullptr;
  check(
      database,
      sqlite3_prepare_v2(
          database, "INSERT INTO listing VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &row, nullptr));
  check(
      database,
      sqlite3_prepare_v2(database, "INSERT INTO place VALUES (?,?,?,?,?)", -1, &spot, nullptr));
  std::ifstream file(folder + "/listings.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto words = peers::cells(line);
    for (int place = 0; place < 13; place++) {
      const auto word = words.at(place);
      if (word.empty()) {
        sqlite3_bind_null(row, place + 1);
      } else if (place < 8 || place > 10) {
        sqlite3_bind_int64(row, place + 1, peers::number<std::int64_t>(word));
      } else {
        sqlite3_bind_text(
            row, place + 1, word.data(), static_cast<int>(word.size()), SQLITE_TRANSIENT);
      }
    }
    check(database, sqlite3_step(row));
    sqlite3_reset(row);
    if (words[1].empty()) continue;
    const int longitude = peers::number<int>(words[1]), latitude = peers::number<int>(words[2]);
    const int bounds[] = {peers::number<int>(words[0]), longitude, longitude, latitude, latitude};
    for (int place = 0; place < 5; place++) sqlite3_bind_int(spot, place + 1, bounds[place]);
    check(database, sqlite3_step(spot));
    sqlite3_reset(spot);
  }
  sqlite3_finalize(row);
  sqlite3_finalize(spot);
  load_lines(database, folder + "/swiped.csv", "INSERT INTO swiped VALUES (?)");
  load_lines(database, folder + "/names.csv", "INSERT INTO spelled (rowid, name) VALUES (?, ?)");
  run(database,
      "CREATE INDEX by_city ON listing (city, type, status, price, beds, baths, sqft, built, fee);"
      "CREATE INDEX by_type ON listing (type, status, price, beds, baths, sqft); COMMIT; ANALYZE;");
}

/// A statement over `from`, and the query's cell for each of its parameters.
struct Question {
  std::string sql;
  std::vector<std::pair<std::string, bool>> cells;  // and whether it is text
};

const char *const columns[] = {"price", "beds", "baths", "sqft", "closed"};

/// The conditions of a query, and their cells.
std::string conditions(const peers::Query &query, Question &question) {
  std::string text;
  const auto add = [&](const std::string &condition, const std::string &cell, bool is_text) {
    if (!query.cell.count(cell)) return;
    text += (text.empty() ? "" : " AND ") + condition + " ?";
    question.cells.emplace_back(cell, is_text);
  };
  for (const char *name : {"type", "status", "city"}) add(std::string(name) + " =", name, true);
  for (const char *name : columns) {
    add(std::string(name) + " >=", std::string(name) + "_low", false);
    add(std::string(name) + " <=", std::string(name) + "_high", false);
  }
  return text;
}

/// The same, with a sign that keeps the planner from the column indexes: the place has already
/// found the rows.
std::string unindexed(const peers::Query &query, Question &question) {
  auto text = conditions(query, question);
  for (const char *name : {"type", "status", "city", "price", "beds", "baths", "sqft", "closed"}) {
    const std::string word = std::string(name) + ' ';
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + word.size() + 1))
      text.insert(at, 1, '+');
  }
  return text;
}

/// The statistics of a city, from its entries in the covering index; the median is the middle of
/// the sorted prices. Means are rounded up from slightly more than a half, so that all peers round
/// alike.
const char *const statistics = R"(
WITH asked AS MATERIALIZED (SELECT price FROM listing
    WHERE city = ?1 AND status = 'Active' AND type IS NOT 'B' AND price IS NOT NULL ORDER BY price),
  many AS MATERIALIZED (SELECT count(*) AS n, min(price) AS low, max(price) AS high FROM asked)
SELECT count(*), sum(status = 'Active')
  + (SELECT ifnull(low, 0) + ifnull(high, 0) FROM many)
  + ifnull((SELECT CAST(avg(price) * 2 AS INTEGER) FROM (SELECT price FROM asked
    LIMIT 2 - (SELECT n FROM many) % 2 OFFSET max(((SELECT n FROM many) - 1) / 2, 0))), 0)
  + CAST(ifnull(avg(sqft), 0) + 0.500001 AS INTEGER)
  + CAST(ifnull(avg(built), 0) * 100 + 0.500001 AS INTEGER)
  + CAST(ifnull(avg(fee), 0) + 0.500001 AS INTEGER)
FROM listing WHERE city = ?1)";

/// The trigrams of a text, any of which a name may contain: the FTS5 query for texts with typos.
std::string trigrams(const std::string &text) {
  std::string found;
  for (std::size_t place = 0; place + 3 <= text.size(); place++) {
    found += (place ? " OR \"" : "\"") + text.substr(place, 3) + "\"";
  }
  return found.empty() ? "\"" + text + "\"" : found;
}

/// The great-circle distance in metres on a sphere of 6,371,008.8 m; parameters are the cosine of
/// the latitude and the position.
const char *const haversine =
    "12742017.6 * asin(sqrt(pow(sin((radians(latitude / 1e7) - ?3) / 2), 2) + ?1 * "
    "cos(radians(latitude / 1e7)) * "
    "pow(sin((radians(longitude / 1e7) - ?2) / 2), 2)))";

/// The five names that share most trigrams with a text; rare trigrams count more (bm25).
peers::Work names(sqlite3 *&database, std::vector<sqlite3_stmt **> &statements) {
  struct State {
    sqlite3_stmt *statement = nullptr;
    std::vector<peers::Query> queries;
    std::int64_t first = 0;
  };
  const auto state = std::make_shared<State>();
  statements.push_back(&state->statement);
  return {
      "FTS5's trigrams in the order of bm25, not typing errors (spellfix1 is not in Debian's "
      "library); hits are cities that are found first",
      [=, &database](const std::vector<peers::Query> &queries) {
        sqlite3_finalize(state->statement);
        state->queries = queries;
        check(
            database,
            sqlite3_prepare_v3(
                database,
                "SELECT rowid, name FROM spelled WHERE spelled MATCH ? ORDER BY rank LIMIT 5", -1,
                SQLITE_PREPARE_PERSISTENT, &state->statement, nullptr));
      },
      [=, &database](std::size_t place) {
        const auto statement = state->statement;
        const auto &query = state->queries[place];
        const std::string words = trigrams(query.cell.at("text"));
        sqlite3_bind_text(
            statement, 1, words.data(), static_cast<int>(words.size()), SQLITE_STATIC);
        std::uint64_t is_right = 0;
        state->first = 0;
        int code = SQLITE_ROW;
        for (int number = 0; (code = sqlite3_step(statement)) == SQLITE_ROW; number++) {
          if (number > 0) continue;
          state->first = sqlite3_column_int64(statement, 0);
          is_right = query.cell.at("city")
                     == reinterpret_cast<const char *>(sqlite3_column_text(statement, 1));
        }
        check(database, code);
        sqlite3_reset(statement);
        return is_right;
      },
      [=] { return state->first; }, 0.2};
}

}  // namespace

int main(int count, char **words) {
  if (count < 3) {
    std::fputs("usage: sqlite FOLDER SCRATCH\n", stderr);
    return 2;
  }
  const std::string folder = words[1], path = std::string(words[2]) + "/listings.sqlite";
  sqlite3 *database = nullptr;
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) {
    std::fprintf(stderr, "%s cannot be made\n", path.c_str());
    return 1;
  }
  try {
    const double began = peers::seconds();
    load(database, folder);
    // A new connection uses the results of ANALYZE.
    sqlite3_close(database);
    if (sqlite3_open(path.c_str(), &database) != SQLITE_OK)
      throw std::runtime_error(path + " cannot be opened");
    run(database, connection);
    peers::Peer peer{
        "SQLite R*Tree",
        sqlite3_libversion(),
        "in process, C++",
        setting,
        peers::seconds() - began,
        std::filesystem::file_size(path),
        {}};
    peer.is_shared = false;  // A connection must not be used by two processes.
    struct State {
      sqlite3_stmt *statement = nullptr;
      std::vector<peers::Query> queries;
      Question question;
      std::int64_t sum = 0;
    };
    std::vector<sqlite3_stmt **> statements;
    const auto work = [&](const std::string &note, auto make, auto bind) {
      const auto state = std::make_shared<State>();
      statements.push_back(&state->statement);
      return peers::Work{
          note,
          [=, &database](const std::vector<peers::Query> &queries) {
            sqlite3_finalize(state->statement);
            state->queries = queries;
            state->question = Question{};
            make(queries.at(0), state->question);
            check(
                database, sqlite3_prepare_v3(
                              database, state->question.sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                              &state->statement, nullptr));
          },
          [=, &database](std::size_t place) {
            const auto statement = state->statement;
            const auto &query = state->queries[place];
            int next = bind(statement, query);
            for (const auto &[cell, is_text] : state->question.cells) {
              const auto &value = query.cell.at(cell);
              if (is_text) {
                sqlite3_bind_text(
                    statement, next++, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
              } else {
                sqlite3_bind_int64(statement, next++, std::strtoll(value.c_str(), nullptr, 10));
              }
            }
            check(database, sqlite3_step(statement));
            const std::uint64_t hits = sqlite3_column_int64(statement, 0);
            state->sum = sqlite3_column_int64(statement, 1);
            sqlite3_reset(statement);
            return hits;
          },
          [=] { return state->sum; }};
    };
    const auto box = [](sqlite3_stmt *statement, const peers::Query &query) {
      sqlite3_bind_int(statement, 1, query.west);
      sqlite3_bind_int(statement, 2, query.east);
      sqlite3_bind_int(statement, 3, query.south);
      sqlite3_bind_int(statement, 4, query.north);
      return 5;
    };
    // The position in radians as ?2 and ?3, a box around the circle as ?4 to ?7, the radius as ?8.
    const auto circle = [](sqlite3_stmt *statement, const peers::Query &query) {
      const double x = query.longitude / 1e7 * M_PI / 180, y = query.latitude / 1e7 * M_PI / 180;
      const double height = query.meters / 6335439 * 180 / M_PI * 1.0001,
                   width = height / std::cos(y + height);
      sqlite3_bind_double(statement, 1, std::cos(y));
      sqlite3_bind_double(statement, 2, x);
      sqlite3_bind_double(statement, 3, y);
      sqlite3_bind_int(statement, 4, static_cast<int>(query.longitude - width * 1e7));
      sqlite3_bind_int(statement, 5, static_cast<int>(query.longitude + width * 1e7));
      sqlite3_bind_int(statement, 6, static_cast<int>(query.latitude - height * 1e7));
      sqlite3_bind_int(statement, 7, static_cast<int>(query.latitude + height * 1e7));
      sqlite3_bind_double(statement, 8, query.meters);
      return 9;
    };
    const auto none = [](sqlite3_stmt *, const peers::Query &) { return 1; };
    const std::string inside = "west >= ?1 AND east <= ?2 AND south >= ?3 AND north <= ?4";
    const std::string around = "west >= ?4 AND east <= ?5 AND south >= ?6 AND north <= ?7";
    const std::string least =
        ") SELECT (SELECT count(*) FROM hit), (SELECT sum(price) FROM (SELECT price FROM hit "
        "ORDER BY price LIMIT 20))";
    const std::string sphere = "great circle on a sphere of 6,371,008.8 m";

    peer.works["box-100"] = work(
        "",
        [=](const peers::Query &, Question &question) {
          question.sql = "SELECT count(*), sum(ordinal) FROM place WHERE " + inside;
        },
        box);
    peer.works["box-10000"] = work(
        "",
        [=](const peers::Query &, Question &question) {
          question.sql = "SELECT count(*), sum(ordinal) FROM place WHERE " + inside;
        },
        box);
    peer.works["radius-mile"] = work(
        sphere,
        [=](const peers::Query &, Question &question) {
          std::string distance = haversine;
          for (const auto &[from, to] :
               {std::pair<std::string, std::string>{"latitude", "north"}, {"longitude", "west"}}) {
            for (auto at = distance.find(from); at != distance.npos; at = distance.find(from))
              distance.replace(at, from.size(), to);
          }
          question.sql = "SELECT count(*), sum(ordinal) FROM place WHERE " + around + " AND "
                         + distance + " <= ?8";
        },
        circle);
    const auto page = [=](const peers::Query &query, Question &question) {
      question.sql =
          "WITH hit AS MATERIALIZED (SELECT price FROM place CROSS JOIN listing ON "
          "listing.ordinal = place.ordinal WHERE "
          + inside + " AND " + unindexed(query, question) + least;
    };
    peer.works["page-box-100"] = work("", page, box);
    peer.works["page-box-10000"] = work("", page, box);
    peer.works["page-city"] = work(
        "",
        [=](const peers::Query &query, Question &question) {
          question.sql = "WITH hit AS MATERIALIZED (SELECT price FROM listing WHERE "
                         + conditions(query, question) + least;
        },
        none);
    peer.works["scan"] = work(
        "",
        [=](const peers::Query &query, Question &question) {
          question.sql = "SELECT n, n FROM (SELECT count(*) AS n FROM listing WHERE "
                         + conditions(query, question) + ")";
        },
        none);
    peer.works["comparables"] = work(
        sphere,
        [=](const peers::Query &query, Question &question) {
          question.sql =
              "WITH hit AS MATERIALIZED (SELECT longitude + latitude AS spot, "
              + std::string(haversine)
              + " AS meters FROM place CROSS JOIN listing ON listing.ordinal = place.ordinal WHERE "
              + around + " AND meters <= ?8 AND " + unindexed(query, question)
              + ") SELECT (SELECT count(*) FROM hit), "
              + "(SELECT sum(spot) FROM (SELECT spot FROM hit ORDER BY meters LIMIT 20))";
        },
        circle);
    peer.works["city-statistics"] = work(
        "",
        [](const peers::Query &, Question &question) {
          question.sql = statistics;
          question.cells.emplace_back("city", true);
        },
        none);
    peer.works["swipe-batch"] = work(
        "the 20 that come first; Plat's are spread over the city",
        [=](const peers::Query &query, Question &question) {
          question.sql = "WITH hit AS MATERIALIZED (SELECT ordinal FROM listing WHERE " +
                         conditions(query, question) +
                         " AND NOT EXISTS (SELECT 1 FROM swiped WHERE swiped.ordinal = "
                         "listing.ordinal)) SELECT (SELECT count(*) FROM hit), "
                         "(SELECT count(ordinal) FROM (SELECT ordinal FROM hit LIMIT 20))";
        },
        none);
    peer.works["match-location"] = names(database, statements);
    peer.close = [&] {
      for (const auto statement : statements) sqlite3_finalize(std::exchange(*statement, nullptr));
      sqlite3_close(database);
      return std::vector<std::string>{path};
    };
    peer.open = [&] {
      if (sqlite3_open(path.c_str(), &database) != SQLITE_OK)
        throw std::runtime_error(path + " cannot be opened");
      run(database, connection);
    };
    return peers::serve(peer, folder);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "sqlite: %s\n", error.what());
    return 1;
  }
}
