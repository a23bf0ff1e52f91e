# frozen_string_literal: true

# Loaded into Ruby while it is debugged: what the function writes says which code wrote it. A mark of ours stands in each
# line for that, with the frames of the stack, the innermost first; the runner takes it out again.
#
# Ruby 3.1 and later.

# Enough to get from a logger to who calls it.
max_frames = 12

mark_below = lambda do |locations|
  frames = locations.filter_map do |location|
    path = location.absolute_path
    "#{path}:#{location.lineno}" unless path.nil? || path.match?(/[\n\u001e]/)
  end
  frames.empty? ? '' : "\u001epilotlight from #{frames.first(max_frames).join(' ')}\u001e".b
end

[$stdout, $stderr].each do |stream|
  is_at_line_start = true
  stream.singleton_class.prepend(
    Module.new do
      define_method(:write) do |*parts|
        text = parts.join.b
        was_at_line_start = is_at_line_start
        is_at_line_start = text.end_with?("\n") unless text.empty?
        mark = text.empty? ? '' : mark_below[caller_locations(1)]
        marked = text.gsub(/\n(?!\z)/) { "\n#{mark}" }
        super(was_at_line_start ? mark + marked : marked)
        text.bytesize
      end
    end
  )
end
