using System.Globalization;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>
/// Reads <c>or</c> over <c>and</c> over comparisons and parentheses. Length, number of terms and depth are bounded before
/// anything is built; what is wrong is said with its place (characters from 1).
/// </summary>
internal sealed class SkillExpressionParser(string text, Func<string, SkillId?> find)
{
    private const int MaxDepth = 16;
    private readonly List<SkillTerm> _terms = [];
    private int _at;
    private int _named;

    public string? Refusal { get; private set; }

    /// <summary>Null: refused. A text without anything in it asks for nothing.</summary>
    public SkillTerm[]? Read()
    {
        if (text.Length > SkillExpression.MaxLength)
            return Refuse(0, $"a skill expression has at most {SkillExpression.MaxLength} characters");
        SkipSpace();
        if (_at == text.Length)
            return [];
        if (!ReadOr(0))
            return null;
        SkipSpace();
        return _at == text.Length ? [.. _terms] : Refuse(_at, "expected 'and', 'or' or the end");
    }

    private bool ReadOr(int depth)
    {
        if (!ReadAnd(depth))
            return false;
        while (TryWord("or"))
        {
            if (!ReadAnd(depth))
                return false;
            _terms.Add(new SkillTerm(SkillTermKind.Or, default, 0));
        }
        return true;
    }

    private bool ReadAnd(int depth)
    {
        if (!ReadOne(depth))
            return false;
        while (TryWord("and"))
        {
            if (!ReadOne(depth))
                return false;
            _terms.Add(new SkillTerm(SkillTermKind.And, default, 0));
        }
        return true;
    }

    private bool ReadOne(int depth)
    {
        SkipSpace();
        if (_at < text.Length && text[_at] == '(')
            return ReadParentheses(depth);
        int start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '.'))
            _at++;
        string name = text[start.._at];
        if (name.Length == 0 || IsKeyword(name))
            return Fail(start, "expected the name of a skill");
        if (find(name) is not { } skill)
            return Fail(start, $"there is no skill \"{name}\"");
        if (++_named > SkillExpression.MaxTerms)
            return Fail(start, $"a skill expression names at most {SkillExpression.MaxTerms} skills");
        return ReadComparison(skill);
    }

    private bool ReadParentheses(int depth)
    {
        if (depth >= MaxDepth)
            return Fail(_at, $"parentheses are nested at most {MaxDepth} deep");
        int opened = _at++;
        if (!ReadOr(depth + 1))
            return false;
        SkipSpace();
        if (_at == text.Length || text[_at] != ')')
            return Fail(opened, "this parenthesis is not closed");
        _at++;
        return true;
    }

    private bool ReadComparison(SkillId skill)
    {
        SkipSpace();
        int start = _at;
        while (_at < text.Length && text[_at] is '>' or '<' or '=')
            _at++;
        string sign = text[start.._at];
        if (sign.Length == 0)
        {
            _terms.Add(new SkillTerm(SkillTermKind.AtLeast, skill, 1));
            return true;
        }
        SkipSpace();
        int digits = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        if (!int.TryParse(text.AsSpan(digits, _at - digits), NumberStyles.None, CultureInfo.InvariantCulture, out int level) || level is < 1 or > 10)
            return Fail(digits, "expected a level from 1 to 10");
        return AddComparison(skill, sign, level) || Fail(start, $"\"{sign}\" is no comparison; known are >=, >, <, <= and =");
    }

    private bool AddComparison(SkillId skill, string sign, int level)
    {
        switch (sign)
        {
            case ">=":
                _terms.Add(new SkillTerm(SkillTermKind.AtLeast, skill, level));
                return true;
            case ">":
                _terms.Add(new SkillTerm(SkillTermKind.AtLeast, skill, level + 1));
                return true;
            case "<":
                _terms.Add(new SkillTerm(SkillTermKind.Below, skill, level));
                return true;
            case "<=":
                _terms.Add(new SkillTerm(SkillTermKind.Below, skill, level + 1));
                return true;
            case "=" or "==":
                _terms.Add(new SkillTerm(SkillTermKind.AtLeast, skill, level));
                _terms.Add(new SkillTerm(SkillTermKind.Below, skill, level + 1));
                _terms.Add(new SkillTerm(SkillTermKind.And, default, 0));
                return true;
            default:
                return false;
        }
    }

    private bool TryWord(string word)
    {
        SkipSpace();
        int end = _at + word.Length;
        if (end > text.Length || !text.AsSpan(_at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase))
            return false;
        if (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '(')
            return false;
        _at = end;
        return true;
    }

    private static bool IsKeyword(string name) => name.Equals("and", StringComparison.OrdinalIgnoreCase) || name.Equals("or", StringComparison.OrdinalIgnoreCase);

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    private bool Fail(int at, string why)
    {
        Refuse(at, why);
        return false;
    }

    private SkillTerm[]? Refuse(int at, string why)
    {
        Refusal ??= string.Create(CultureInfo.InvariantCulture, $"character {at + 1}: {why}");
        return null;
    }
}
