-- The requests of scripts/siege --soak: a mixture of good and bad ones.
local marks = string.rep("\204\129", 700)
local words = { "palm", "a", "Condo", "any", "-1", "1e9", "NaN", "true", "", "%00", "%FF",
  "%F0%9F%8F%A0", "92262", "1,2,3", "price", "-distance", "x'y\"z", "../..", "2026-01-01",
  "33.8,-116.5", "1mi", "-117,33,-116,34", marks }
local names = { "city", "minPrice", "maxPrice", "minBeds", "sort", "page", "limit", "bbox",
  "near", "radius", "within", "facets", "statistics", "propertySubType", "standardStatus",
  "cursor", "zoom", "userId", "count", "name", "nope" }
local paths = { "/api/mls-listings", "/api/clusters", "/api/cities", "/api/subdivisions",
  "/tiles.json", "/api/swipes/batch", "/api/swipes/exclude-keys", "/api/mls-listings/",
  "/api/clusters/12345/leaves", "/openapi.json", "/metrics", "/api/health", "/nowhere",
  "/assets/x" }
local posts = { "/api/mls-listings", "/api/swipes/user", "/api/chat/search-listings",
  "/api/chat/match-location", "/api/chat/research-community", "/api/ai/cma" }
local members = { "city", "within", "propertySubType", "userId", "listingKey", "action",
  "location", "address", "sqft", "latitude", "longitude", "beds", "baths", "propertyTypes",
  "minPrice", "facets", "limit" }
local r = math.random
local function word()
  local w = words[r(#words)]
  if r(8) == 1 then w = w .. string.char(r(33, 126)) end
  if r(200) == 1 then w = string.rep(w, 50) end
  return (w:gsub("[^%w%%%.,_~-]", function(c) return string.format("%%%02X", c:byte()) end))
end
local function value()
  local k = r(9)
  if k == 1 then return tostring(r(-5, 1000000)) end
  if k == 2 then return "null" end
  if k == 3 then return "[" .. string.rep('"Condo",', r(0, 700)) .. '"x"]' end
  if k == 4 then
    return '{"type":"Polygon","coordinates":[[[-117,33],[-116,33],[-116,34],[-117,33]]]}'
  end
  if k == 5 then return '"POLYGON((-117 33,-116 33,-116 34,-117 33))"' end
  if k == 6 then return '"' .. marks .. '"' end
  if k == 7 then return string.rep("[", r(1, 300)) end
  return '"' .. words[r(1, 4)] .. '"'
end
local counts = {}
function request()
  local kind = r(10)
  if kind <= 3 then
    local z = r(0, 17)
    local query = r(3) > 1 and ("?minPrice=" .. r(1, 9) * 100000)
      or ("?" .. names[r(#names)] .. "=" .. word())
    return wrk.format("GET", "/tiles/" .. z .. "/" .. r(0, 2 ^ z) .. "/" .. r(0, 2 ^ z)
      .. (r(2) == 1 and ".mvt" or ".json") .. query)
  elseif kind <= 8 then
    local path = paths[r(#paths)]
    if path:sub(-1) == "/" then path = path .. word():sub(1, 400) .. "x" end
    local pieces = {}
    for i = 1, r(0, 4) do pieces[i] = names[r(#names)] .. "=" .. word() end
    local target = path .. "?" .. table.concat(pieces, "&")
    return wrk.format(r(20) == 1 and "DELETE" or "GET", target:sub(1, 8000))
  end
  local pieces = {}
  for i = 1, r(0, 5) do pieces[i] = '"' .. members[r(#members)] .. '":' .. value() end
  local body = "{" .. table.concat(pieces, ",") .. "}"
  if r(10) == 1 then body = body:sub(1, r(#body)) end
  return wrk.format("POST", posts[r(#posts)], { ["Content-Type"] = "application/json" }, body)
end
function response(status, headers)
  counts[status] = (counts[status] or 0) + 1
  if status >= 500 and not (status == 503 and headers["Retry-After"]) then bad = (bad or 0) + 1 end
  local text = ""
  for status, count in pairs(counts) do text = text .. status .. ":" .. count .. " " end
  seen = text
end
local all = {}
function setup(thread) table.insert(all, thread); thread:set("id", #all) end
function init(args) math.randomseed(tonumber(args[1]) + id) end
function done()
  for _, thread in ipairs(all) do
    print("seen " .. (thread:get("seen") or ""))
    print("bad " .. (thread:get("bad") or 0))
  end
end
