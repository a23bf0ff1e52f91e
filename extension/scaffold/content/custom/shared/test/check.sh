# Calls the handler as the runtime does: `check 'what it does' EVENT ANSWER`, or `fails 'when' EVENT`.
failed=0
handler="$(dirname "$0")/../handler.sh"

check() {
  answer=$(printf '%s' "$2" | "$handler" 2>/dev/null) || answer="exit code $?"
  if [ "$answer" = "$3" ]; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    echo "  expected: $3"
    echo "  actual:   $answer"
    failed=1
  fi
}

fails() {
  if printf '%s' "$2" | "$handler" >/dev/null 2>&1; then
    echo "not ok - fails $1"
    failed=1
  else
    echo "ok - fails $1"
  fi
}
