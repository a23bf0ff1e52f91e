# frozen_string_literal: true

# Loaded into Ruby by RUBYOPT, before everything else: the runtime waits here until a client of Ruby's own debugger has
# set its breakpoints, or none has in time. A spare waits for its code before.
#
# Ruby 3.1 and later. The debugger speaks the Debug Adapter Protocol; what it lacks is made up for here: a client's
# pathMappings, justMyCode and log points, and a start without a stop.

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

failure = nil
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
  failure = e
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

if failure
  warn("Ruby's debugger does not work here: #{failure.message}. Add gem \"debug\" to the function's Gemfile.")
  return
end

mark = ->(text) { $stdout.syswrite("\u001epilotlight debugger #{text}\u001e\n") }

# What the debugger says of itself would stand in the function's log.
DEBUGGER__.singleton_class.prepend(
  Module.new do
    define_method(:warn) do |message|
      listening = message[%r{\ADebugger can attach via TCP/IP \(.*:(\d+)\)}, 1]
      mark.call("at #{listening}") if listening
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

# As a condition that is never met.
log_point = lambda do |point|
  parts = point['logMessage'].split(/\{([^{}]*)\}/).each_with_index.map do |part, index|
    index.even? ? part.dump : "(#{part})"
  end
  guard = point['condition'] ? "(#{point['condition']}) && " : ''
  { 'line' => point['line'], 'condition' => "#{guard}(::Kernel.puts([#{parts.join(', ')}].join); false)" }
end

attach = lambda do |arguments|
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
        request = super()
        arguments = request&.fetch('arguments', nil) || {}
        case request && request['command']
        when 'attach'
          attach.call(arguments)
          send_response(request)
        when 'configurationDone'
          send_response(request)
          lock.synchronize do
            configured = true
            change.broadcast
          end
        when 'setBreakpoints'
          points = arguments['breakpoints'] || []
          path = to_here.call(arguments.dig('source', 'path').to_s)
          if File.exist?(path)
            arguments['source']['path'] = path
            arguments['breakpoints'] = points.map { |each| each['logMessage'] ? log_point.call(each) : each }
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

    define_method(:send) { |**message| super(**to_client.call(message)) }
  end
)

DEBUGGER__.open_tcp(host:, port: port.to_i, nonstop: true, fork_mode: :parent, no_rc: true)
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
