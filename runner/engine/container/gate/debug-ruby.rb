# frozen_string_literal: true

# Loaded into Ruby by RUBYOPT, before everything else: the runtime waits here until a client of Ruby's own debugger has
# set its breakpoints, or none has in time. A spare waits for its code before.
#
# Ruby 3.1 and later. The debugger speaks the Debug Adapter Protocol; what it lacks is made up for here: a client's
# pathMappings, justMyCode, stopOnEntry, counts and log points, and a start without a stop.

# Programs that the function starts must not load this.
others = ENV.fetch('RUBYOPT', '').sub("-r#{__FILE__}", '').strip
others.empty? ? ENV.delete('RUBYOPT') : ENV['RUBYOPT'] = others
host, port = ENV.delete('PILOTLIGHT_DEBUG').split(':')
gate = ENV.delete('PILOTLIGHT_GATE')

# GEM_PATH need not name the gems that come with Ruby.
load_bundled = lambda do
  version = RbConfig::CONFIG['ruby_version']
  gems = File.join(RbConfig::CONFIG['rubylibprefix'], 'gems', version)
  found = Dir[File.join(gems, 'gems/debug-*/lib'), File.join(gems, 'extensions', '*', version, 'debug-*')]
  $LOAD_PATH.concat(found)
  require 'debug/session'
ensure
  found.each { |path| $LOAD_PATH.delete(path) }
end

problem = nil
begin
  begin
    require 'debug/session'
  rescue LoadError
    load_bundled.call
  end
  require 'debug/server'
  # Else it is loaded when a client comes, by way of what the function has made of the load path.
  require 'debug/server_dap'
rescue LoadError => e
  problem = "#{e.message}. Add gem \"debug\" to the function's Gemfile."
rescue NameError
  # It looks at what it is loaded into.
  problem = 'it stays out of bundle exec, and where RUBY_DEBUG_ENABLE is 0. Start the runtime without them.'
end

unless gate.nil?
  $stdout.syswrite("#{gate}\n")
  begin
    $stdin.readpartial(1)
  rescue EOFError
    # The end of the input is the end of the runner.
    exit!(0)
  end
end

if problem
  warn("Ruby's debugger does not work here: #{problem}")
  return
end

mark = ->(text) { $stdout.syswrite("\u001epilotlight debugger #{text}\u001e\n") }

listening = Queue.new

# What the debugger says of itself would stand in the function's log.
DEBUGGER__.singleton_class.prepend(
  Module.new do
    define_method(:warn) do |message|
      at = message[%r{\ADebugger can attach via TCP/IP \(.*:(\d+)\)}, 1]
      listening << at if at
    end
  end
)

configured = false
lock = Mutex.new
change = ConditionVariable.new
# The folders of the code: here, and as the client names them.
mappings = []

# Windows has two ways to write a path.
plain = ->(path) { path.match?(/\A[A-Za-z]:/) ? path[0].downcase + path[1..].tr('\\', '/') : path }

to_here = lambda do |path|
  mappings.each do |here, there|
    return File.join(here, plain[path].delete_prefix(plain[there])) if plain[path].start_with?("#{plain[there]}/")
  end
  path
end

to_client = lambda do |value|
  case value
  when Hash
    value.to_h do |key, each|
      next [key, to_client[each]] unless key == :path && each.is_a?(String)

      here, there = mappings.find { |folder, _| each.start_with?("#{folder}/") }
      [key, here ? "#{there}#{each.delete_prefix(here)}" : each]
    end
  when Array then value.map(&to_client)
  else value
  end
end

# How often breakpoints with a count were come by.
hits = Hash.new(0)
DEBUGGER__.define_singleton_method(:pilotlight_hit) { |id| hits[id] += 1 }

# `5`, `>= 3`, `% 2`, as a condition.
counted = lambda do |text|
  operator, number = text.match(/\A\s*(==?|[<>]=?|%)?\s*(\d+)\s*\z/)&.captures
  next 'true' if number.nil?

  id = hits.size
  hits[id] = 0
  operator = '==' if [nil, '='].include?(operator)
  "::DEBUGGER__.pilotlight_hit(#{id}) #{operator} #{number}#{' == 0' if operator == '%'}"
end

# Prints, and is never met.
logged = lambda do |text|
  parts = text.split(/\{([^{}]*)\}/).each_with_index.map { |part, index| index.even? ? part.dump : "(#{part})" }
  "(::Kernel.puts([#{parts.join(', ')}].join); false)"
end

# The debugger knows conditions alone.
point_here = lambda do |point|
  conditions = [point['condition'], point['hitCondition']&.then(&counted), point['logMessage']&.then(&logged)]
  conditions = conditions.compact.reject(&:empty?).map { |each| "(#{each})" }
  { 'line' => point['line'], 'condition' => (conditions.join(' && ') unless conditions.empty?) }.compact
end

# Ruby 3.1's debugger does so for nobody.
take_back = lambda do |path|
  session = DEBUGGER__::SESSION
  next if session.respond_to?(:clear_line_breakpoints)

  session.iterate_bps { |key, point, _| point.delete if key.first == path }
  session.clean_bps
end

# The handler's file, as long as a client wants to see the first of it.
entry = nil

is_attached = false
# Breakpoints from before anybody knows where the client has the code.
early = []

attach = lambda do |arguments|
  is_attached = true
  file = File.join(ENV.fetch('LAMBDA_TASK_ROOT', '/var/task'), "#{ENV.fetch('_HANDLER', '').split('.').first}.rb")
  entry = file if arguments['stopOnEntry'] && !configured && File.exist?(file)
  mappings.replace(arguments.fetch('pathMappings', []).map { |each| each.values_at('remoteRoot', 'localRoot') })
  # Both sides name files alike, as far as the debugger knows.
  DEBUGGER__::UI_DAP.local_fs_map_set(true) if DEBUGGER__::UI_DAP.respond_to?(:local_fs_map_set)
  code = mappings.map { |here, _| Regexp.escape(here) }.join('|')
  mine = %r{\A(?:#{code})/(?!vendor/bundle/)}
  DEBUGGER__::CONFIG.set_config(skip_path: arguments['justMyCode'] ? [/\A(?!#{mine.source})/] : [])
end

DEBUGGER__::UI_DAP.prepend(
  Module.new do
    # Would stop whatever runs when a client connects.
    define_method(:pause) {}

    define_method(:recv_request) do
      loop do
        request = (early.shift if is_attached) || super()
        arguments = request&.fetch('arguments', nil) || {}
        case request && request['command']
        when 'attach'
          attach.call(arguments)
          send_response(request)
        when 'configurationDone'
          send_response(request)
          # After the client's own, which it sets anew with each change.
          DEBUGGER__::SESSION.add_line_breakpoint(entry, 0, oneshot: true, hook_call: false) if entry
          entry = nil
          lock.synchronize do
            configured = true
            change.broadcast
          end
        when 'setBreakpoints'
          unless is_attached
            early << request
            next
          end
          points = arguments['breakpoints'] || []
          path = to_here.call(arguments.dig('source', 'path').to_s)
          if File.exist?(path)
            take_back.call(path)
            arguments['source']['path'] = path
            arguments['breakpoints'] = points.map(&point_here)
            break request
          end
          absent = { verified: false, message: 'This file is not part of the function.' }
          send_response(request, breakpoints: points.map { absent })
        when 'evaluate'
          arguments['context'] = 'watch' unless %w[repl hover].include?(arguments['context'])
          break request
        when 'disconnect'
          # Whether the runtime goes on is the runner's to say.
          arguments.delete('terminateDebuggee')
          break request
        else break request
        end
      end
    end

    define_method(:send) do |**message|
      # The greeting of newer ones, which would come with each environment.
      next if message.dig(:body, :output).to_s.start_with?('Ruby REPL: ')

      if message[:command] == 'initialize'
        message[:body] = { **message[:body], supportsLogPoints: true, supportsHitConditionalBreakpoints: true }
      end
      super(**to_client.call(message))
    end
  end
)

DEBUGGER__.open_tcp(host:, port: port.to_i, nonstop: true, fork_mode: :parent, no_rc: true)
# Not before that has returned: a client that is quicker finds no session.
mark.call("at #{listening.pop}")
# Seconds.
limit = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 30
lock.synchronize do
  until configured
    left = limit - Process.clock_gettime(Process::CLOCK_MONOTONIC)
    break if left <= 0

    change.wait(lock, left)
  end
end
mark.call(configured ? 'done' : 'missed')
load File.join(__dir__, 'log_places.rb') if configured
