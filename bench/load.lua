-- What wrk sends: `wrk -t1 -s load.lua URL -- REQUESTS COOKIES USE SECONDS CONNECTIONS`
--
-- REQUESTS is a file of whole HTTP requests with NUL between them, COOKIES one of cookie headers,
-- one a line, put where a request says {cookie}. USE is
--   cycle   the requests in turn, and the cookies in turn, again and again;
--   once    each cookie in one request only;
--   visit   each request first without a cookie, then again with the one that the answer sets.
-- After SECONDS nothing more is asked, and wrk ends once what is under way has its answer: what
-- was answered can then be held against what the database holds.

local ffi = require("ffi")
ffi.cdef([[
   typedef struct { long seconds; long nanoseconds; } moment;
   int clock_gettime(int clock, moment *now);
   int getpid(void);
   int kill(int process, int signal);
]])
local clock = ffi.new("moment")
local CLOCK_MONOTONIC, SIGINT = 1, 2

local function now()
   ffi.C.clock_gettime(CLOCK_MONOTONIC, clock)
   return tonumber(clock.seconds) + tonumber(clock.nanoseconds) / 1e9
end

local threads = {}

function setup(thread)
   table.insert(threads, thread)
end

local function read(path)
   local file = assert(io.open(path, "rb"))
   local text = file:read("*a")
   file:close()
   return text
end

local heads, tails, cookies, use, seconds, connections = {}, {}, {}, nil, nil, nil
local given, turn, idle, verified, ends_at = {}, 0, 0, false, nil
sent, visits, exhausted = 0, 0, 0 -- read by done()

function init(arguments)
   for request in (read(arguments[1]) .. "\0"):gmatch("(.-)%z") do
      local head, tail = request:match("^(.-){cookie}(.*)$")
      table.insert(heads, head or request)
      table.insert(tails, tail or "")
   end
   for cookie in read(arguments[2]):gmatch("[^\n]+") do
      table.insert(cookies, cookie .. "\r\n")
   end
   use, seconds, connections = arguments[3], tonumber(arguments[4]), tonumber(arguments[5])
   if use == "visit" then
      function response(status, headers)
         local set = status == 307 and headers["Set-Cookie"]
         if set then table.insert(given, "Cookie: " .. set:match("^[^;]+") .. "\r\n") end
      end
   end
end

local function cookie()
   if use == "visit" then
      local mine = table.remove(given)
      if mine then visits = visits + 1 end
      return mine or ""
   end
   if #cookies == 0 then return "" end
   if use == "once" then return cookies[turn] end
   return cookies[(turn - 1) % #cookies + 1]
end

-- Leave a connection without a request; the last of them ends wrk as Ctrl-C would.
local function rest()
   idle = idle + 1
   if idle == connections then ffi.C.kill(ffi.C.getpid(), SIGINT) end
   return ""
end

function request()
   if not verified then -- wrk asks once for a sample that it does not send
      verified = true
      return heads[1] .. tails[1]
   end
   ends_at = ends_at or now() + seconds
   if now() >= ends_at then return rest() end
   turn = turn + 1
   local mine = cookie()
   if not mine then
      exhausted = exhausted + 1
      return rest()
   end
   sent = sent + 1
   local place = (turn - 1) % #heads + 1
   return heads[place] .. mine .. tails[place]
end

function done(summary, latency)
   local errors, counted = summary.errors, { sent = 0, visits = 0, exhausted = 0 }
   for _, thread in ipairs(threads) do
      for name in pairs(counted) do counted[name] = counted[name] + thread:get(name) end
   end
   local broken = errors.connect + errors.read + errors.write + errors.timeout
   local shape = '\n{"answers": %d, "sent": %d, "visits": %d, "exhausted": %d, "refused": %d, "broken": %d, "p50": %.3f, "p99": %.3f}\n'
   io.write(shape:format(summary.requests, counted.sent, counted.visits, counted.exhausted,
      errors.status, broken, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
