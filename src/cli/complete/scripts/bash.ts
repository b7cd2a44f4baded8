/** Works with bash 4.0 and later, without the package bash-completion. The words come as readline is to insert them. */
export const BASH_SCRIPT = String.raw`# Completion of authctl for bash; written by: authctl completion bash
_authctl() {
    local line answer word path
    line=\${COMP_LINE:0:COMP_POINT}
    answer=$(AUTHCTL_COMPLETE_LINE=$line AUTHCTL_COMPLETE_BREAKS=$COMP_WORDBREAKS \
        command authctl __complete bash 2>/dev/null </dev/null) || return
    COMPREPLY=()
    case $answer in
        path$'\t\t'*)
            compopt -o default
            ;;
        path$'\t'*)
            path=\${answer#path$'\t'*$'\t'}
            answer=\${answer#path$'\t'}
            while IFS= read -r word; do
                if [[ -d $word ]]; then
                    word=$word/
                    compopt -o nospace
                fi
                COMPREPLY+=("\${answer%%$'\t'*}$(printf %q "$word")")
            done < <(compgen -f -- "$path")
            ;;
        open$'\n'* | words$'\n'*)
            [[ $answer == open* ]] && compopt -o nospace
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done <<<"\${answer#*$'\n'}"
            ;;
    esac
}
complete -F _authctl authctl
`.replaceAll('\\$', '$');
