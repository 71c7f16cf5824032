"""The filter's script, for what its own modules do not know: our names, and what is held. Pure."""

from __future__ import annotations

from hubung.mail.daemons.guarded import LOOKS_LIKE, SHORTEST, TITLES
from hubung.mail.daemons.place import Place
from hubung.mail.quarantine import HEADER

FROM_OF_ANOTHER = "5.7.1 The line From must name the address that you send as"
INFECTED = "5.7.1 This carries malware and is not sent"
VIRUS = "HUBUNG_VIRUS"
WARNING = "X-Hubung-Warning"


def script(place: Place) -> str:
    """The text of rspamd.local.lua."""
    return "\n".join((_common(place), _FROM, _AS_READ, _impersonation(), _verdict(place)))


def _common(place: Place) -> str:
    return f"""\
local util = require "rspamd_util"
local mime = require "lua_mime"
local ours = rspamd_config:add_map({{
  type = "set", url = "{place.keys}/domains.map", description = "our domains",
}})

local function lines(path, what)
  local found = {{}}
  rspamd_config:add_map({{
    type = "callback", url = path, description = what,
    callback = function(text)
      found = {{}}
      for line in text:gmatch("[^\\r\\n]+") do table.insert(found, line) end
    end,
  }})
  return function() return found end
end
local guarded = lines("{place.maps}/officials.map", "names of officials")
local domains = lines("{place.keys}/domains.map", "our domains, to compare with")

local function from(task, kind)
  local found = task:get_from(kind)
  return found and found[1] and (found[1].addr or ""):lower() or ""
end

local function is_outside(task)
  local ip = task:get_from_ip()
  return not task:get_user() and not (ip and ip:is_valid() and ip:is_local())
end
"""


#: What Postfix can't see: the line From, which is what people read.
_FROM = f"""\
-- Who signed in writes as the address that Postfix let them send as, and as no other.
rspamd_config:register_symbol({{
  name = "HUBUNG_FROM_OF_ANOTHER", type = "prefilter", priority = 10,
  callback = function(task)
    local sender = from(task, "smtp")
    if task:get_user() and sender ~= "" and from(task, "mime") ~= sender then
      task:set_pre_result("reject", "{FROM_OF_ANOTHER}")
    end
  end,
}})

rspamd_config:register_symbol({{
  name = "HUBUNG_FORGED_FROM", type = "normal",
  callback = function(task)
    if not is_outside(task) then return false end
    if not ours:get_key(from(task, "mime"):match("@(.+)$") or "") then return false end
    return not task:has_symbol("R_DKIM_ALLOW")
  end,
}})
rspamd_config:register_dependency("HUBUNG_FORGED_FROM", "DKIM_CHECK")
"""


#: What mail programs show of a domain beyond ASCII, from the letters that it travels in (RFC 3492).
_AS_READ = """\
local function letter(code)
  if code < 0x80 then return string.char(code) end
  local last = 0x80 + code % 64
  if code < 0x800 then return string.char(0xC0 + math.floor(code / 64), last) end
  local middle = 0x80 + math.floor(code / 64) % 64
  return string.char(0xE0 + math.floor(code / 4096), middle, last)
end

-- One label; what is none of that kind stays as it is.
local function as_read(label)
  local body = label:match("^xn%-%-([a-z0-9-]+)$")
  if not body then return label end
  local plain, digits = body:match("^(.*)%-([a-z0-9]*)$")
  if not plain then plain, digits = "", body end
  local letters, code, place, bias, scale, at = {}, 128, 0, 72, 700, 1
  for each in plain:gmatch(".") do table.insert(letters, each) end
  while at <= #digits do
    local before, weight, step = place, 1, 36
    while true do
      local byte = digits:byte(at)
      if not byte then return label end
      at = at + 1
      local digit = byte >= 97 and byte - 97 or byte - 22
      place = place + digit * weight
      local least = math.max(1, math.min(26, step - bias))
      if digit < least then break end
      weight, step = weight * (36 - least), step + 36
    end
    local count = #letters + 1
    local change = math.floor((place - before) / scale)
    change, scale, bias = change + math.floor(change / count), 2, 0
    while change > 455 do change, bias = math.floor(change / 35), bias + 36 end
    bias = bias + math.floor(36 * change / (change + 38))
    code, place = code + math.floor(place / count), place % count
    if code > 0xFFFF then return label end
    table.insert(letters, place + 1, letter(code))
    place = place + 1
  end
  return table.concat(letters)
end
"""


def _impersonation() -> str:
    # Lua's own `lower` knows ASCII alone.
    either = {**{letter.upper(): as_ for letter, as_ in LOOKS_LIKE.items()}, **LOOKS_LIKE}
    alike = ", ".join(f'["{letter}"] = "{as_}"' for letter, as_ in either.items())
    titles = ", ".join(f'"{title}"' for title in sorted(TITLES))
    return f"""\
local alike = {{ {alike} }}
local function fold(text)
  return (text:gsub("[%z\\1-\\127\\194-\\244][\\128-\\191]*", alike))
end
local titles = {{}}
for _, title in ipairs({{ {titles} }}) do titles[fold(title)] = true end

local function skeleton(name)
  local made = ""
  for word in fold(name:lower():match("^[^,]*")):gmatch("%a+") do
    if not titles[word] then made = made .. word end
  end
  return made
end

-- One letter more, less or other is still read as the same, in names that are long enough.
local function resembles(one, other)
  if one == other then return true end
  return #other > 10 and math.abs(#one - #other) < 2
    and util.levenshtein_distance(one, other) < 2
end

-- A stranger who calls himself like one of our officials.
rspamd_config:register_symbol({{
  name = "HUBUNG_IMPERSONATION", type = "normal",
  callback = function(task)
    if not is_outside(task) then return false end
    local found = task:get_from("mime")
    local name = found and found[1] and found[1].name or ""
    local made = skeleton(name)
    if #made < {SHORTEST} or ours:get_key(from(task, "mime"):match("@(.+)$") or "") then
      return false
    end
    for _, official in ipairs(guarded()) do
      if resembles(made, official) then return true end
    end
    return false
  end,
}})

-- A domain that is read as one of ours: dephub.g0.id, dephub-go.id, dephub.go.id.example.com, and
-- dephub.go.id with letters of other alphabets.
rspamd_config:register_symbol({{
  name = "HUBUNG_LOOKALIKE", type = "normal",
  callback = function(task)
    if not is_outside(task) then return false end
    local theirs = from(task, "mime"):match("@(.+)$") or ""
    if theirs == "" or ours:get_key(theirs) then return false end
    theirs = theirs:gsub("[^.]+", as_read)
    for _, our in ipairs(domains()) do
      local below = theirs:sub(-#our - 1) == "." .. our
      local within = (theirs:gsub("%-", ".") .. "."):find(our .. ".", 1, true)
      if not below and (within or resembles(fold(theirs), fold(our))) then return true end
    end
    return false
  end,
}})
"""


def _verdict(place: Place) -> str:
    mail = place.mail
    return f"""\
local function symbols(task)
  local names = {{}}
  for _, each in ipairs(task:get_symbols_all()) do
    if each.score > 0 or each.name:find("^HUBUNG_") then table.insert(names, each.name) end
  end
  table.sort(names)
  return table.concat(names, ",")
end

-- What is to be held goes another way by a line in the head; what is only doubtful is marked.
rspamd_config:register_symbol({{
  name = "HUBUNG_VERDICT", type = "postfilter", priority = 10,
  callback = function(task)
    local found = task:get_symbol("{VIRUS}")
    local virus = found and found[1]
    if task:get_user() then
      if virus then task:set_pre_result("reject", "{INFECTED}") end
      return
    end
    local add, remove = {{}}, {{ ["{HEADER}"] = 0, ["{WARNING}"] = 0 }}
    local score = task:get_metric_score("default")[1]
    if virus or score >= {mail.quarantine_score} then
      local name = virus and (virus.options and virus.options[1] or "?") or ""
      name = name:gsub("[^%w._/-]", "_")
      add["{HEADER}"] = string.format(
        "score=%.2f; virus=%s; found=%s", score, name, symbols(task))
    end
    local why = task:has_symbol("HUBUNG_LOOKALIKE") and "domain"
      or task:has_symbol("HUBUNG_IMPERSONATION") and "name"
    if why then
      add["{WARNING}"] = why
      local tag, subject = "{mail.warning_tag}", task:get_header_raw("Subject") or ""
      subject = subject:gsub("[\\r\\n]+", ""):gsub("^%s+", "")
      if tag ~= "" and subject:sub(1, #tag) ~= tag then
        remove["Subject"] = 0
        add["Subject"] = tag .. " " .. subject
      end
    end
    mime.modify_headers(task, {{ add = add, remove = remove }})
  end,
}})
"""
