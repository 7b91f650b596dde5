using System.Buffers;
using System.Collections.Frozen;
using Dialer.Core.Leads;

namespace Dialer.Lists.Cells;

/// <summary>
/// Reads consent as lists hold it, in seven languages: one word that says yes or no among others, a tick, a date. Where
/// both stand there ("oui, puis retiré") the no holds.
/// </summary>
internal static class ConsentText
{
    private static readonly FrozenSet<string> Yes = Set(
        "oui o yes y 1 true vrai x v ok ja j wahr waar si s sim sì verdadero vero verdadeiro given optin allowed allow permitted permission einverstanden akkoord dacord agree agreed opt checked tick ticked positif positive abonne abonnee active actif aktiv aktief");

    private static readonly FrozenSet<string> No = Set(
        "non n no 0 false faux nein nee niet falsch onwaar nao falso not pas kein keine keiner nicht sans ne without ohne sin senza sem zonder out optout stop never jamais nie nunca mai nooit bloctel blacklist blocked dnc robinson off inactive unchecked negatif negative");

    private static readonly FrozenSet<string> Open = Set(
        "unknown unbekannt inconnu inconnue desconocido sconosciuto desconhecido onbekend pending attente offen pendiente attesa pendente na nd nc null none leer vide empty tbd");

    private static readonly FrozenSet<string> NotSaid = Set("na nc nd nr np ka");

    private static readonly string[] YesStems =
        ["accept", "acept", "accett", "aceit", "accord", "consent", "consens", "agree", "approv", "approuv", "autoris", "authori", "autoriz", "valid", "confirm", "grant", "subscri", "inscri", "zugestimm", "zustimm", "einwillig", "erteilt", "toestem", "toegest", "abonn", "opted", "favorable", "obtenu"];

    private static readonly string[] NoStems =
        ["refus", "reject", "rejet", "rechaz", "rifiut", "recus", "decl", "denied", "deny", "withdr", "revoc", "revok", "revoqu", "retir", "retract", "oppos", "object", "desinscr", "desabonn", "unsub", "abgelehn", "ablehn", "widerr", "widerspr", "geweiger", "weiger", "ingetrok", "abgemeld", "nonconsent", "disagree", "disallow", "prohibit", "forbid", "interdi", "expir", "disapprov", "invalid"];

    private static readonly SearchValues<char> Ticks = SearchValues.Create("✓✔☑✅🗸");
    private static readonly SearchValues<char> Crosses = SearchValues.Create("✗✘✕❌❎");

    /// <summary>Null: what stands there is not understood.</summary>
    /// <param name="date">The day, where the cell itself holds one: a date of consent is consent.</param>
    public static ConsentState? Read(string cell, bool monthFirst, out DateOnly? date)
    {
        date = null;
        string text = cell.Trim();
        if (text.Length == 0 || text.Trim('-', '?', '.', '/', ' ', '–', '—', '☐', '□').Length == 0)
            return ConsentState.Unknown;
        if (text.Length > 200)
            return null;
        var words = PlainText.Words(text);
        if (words.Count <= 2 && NotSaid.Contains(string.Join("", words)))
            return ConsentState.Unknown;
        date = DateText.Read(text, monthFirst);
        // The digits of a date are no yes and no no, and a month's name is no word ("mai" is never, in Italian).
        if (date is not null)
            words.RemoveAll(word => char.IsAsciiDigit(word[0]) || DateText.IsMonth(word));
        if (words.Exists(IsNo) || text.AsSpan().IndexOfAny(Crosses) >= 0)
            return ConsentState.Refused;
        if (words.Exists(IsYes) || text.AsSpan().IndexOfAny(Ticks) >= 0)
            return ConsentState.Given;
        if (date is not null)
            return ConsentState.Given;
        return words.Exists(Open.Contains) ? ConsentState.Unknown : null;
    }

    private static bool IsNo(string word) => No.Contains(word) || StartsWithAny(word, NoStems);

    private static bool IsYes(string word) => Yes.Contains(word) || StartsWithAny(word, YesStems);

    private static bool StartsWithAny(string word, string[] stems) => Array.Exists(stems, stem => word.StartsWith(stem, StringComparison.Ordinal));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
