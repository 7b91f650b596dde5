using System.Globalization;
using Dialer.Core.Leads;
using Dialer.Lists.Cells;
using Dialer.Lists.Files;
using Dialer.Lists.Headings;
using Dialer.Lists.Numbers;
using Dialer.Store;
using Dialer.Store.Zones;

namespace Dialer.Lists.Import;

/// <summary>
/// Turns one record into a lead, or into a reject that says why not. Remembers the numbers it has seen, so that nobody
/// is called twice for standing twice in the list.
/// </summary>
/// <param name="numbers">Those that the campaign has, each with the line of this list that brought it, or <see cref="EarlierList"/>.</param>
internal sealed class RowReader(ColumnLayout columns, ImportOptions options, NumberCountry home, NumberTable numbers, DoNotCallBook doNotCall)
{
    private const int MostPhones = 10;

    /// <summary>The line of a number that the campaign has by another list.</summary>
    public const int EarlierList = 0;

    private readonly bool _monthFirst = columns.MonthFirst;

    /// <summary>What was refused of the record just read: the row itself, or values of a row that was kept.</summary>
    public List<RejectedRow> Rejects { get; } = [];

    /// <summary>Numbers beside one on the company's own do-not-call list: they are the same person's.</summary>
    public HashSet<string> Bound { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows whose own priority took the place of the list's.</summary>
    public int RowPriorities { get; private set; }

    /// <summary>Null: the whole row is rejected, and <see cref="Rejects"/> says why.</summary>
    public ImportedLead? Read(in ListRecord record)
    {
        Rejects.Clear();
        if (record.Fields.Length > columns.Names.Length && record.Fields[columns.Names.Length..].Any(field => field.Trim().Length > 0))
            return Reject(record, columns.Names[^1], record.Fields[columns.Names.Length], RefusalText.TooManyFields, "put quotation marks round fields that hold the delimiter");
        string countryText = Cell(record, columns.Country);
        var country = countryText.Length == 0 ? home : CountryNames.Find(countryText, home);
        var phones = ReadPhones(record, country, out var firstCountry);
        if (phones.Count == 0)
            return null;
        if (country is null)
            Note(record, columns.Country, countryText, RefusalText.UnknownCountry, "the numbers say theirs; write its ISO code (FR, US, BE ...), or leave the cell empty");
        foreach (var phone in phones)
            numbers.Set(phone.Number, record.Line);
        return MakeLead(record, phones, firstCountry!);
    }

    private ImportedLead MakeLead(in ListRecord record, List<LeadPhone> phones, NumberCountry country)
    {
        for (int i = 0; i < phones.Count; i++)
            phones[i] = phones[i] with { TimeZone = ZoneOfPlace(phones[i].Number) is { } name ? FindZone(name) : null };
        var place = Place.Of(country, home, phones[0].Number, Cell(record, columns.PostalCode), Cell(record, columns.State), options.DefaultTimeZone);
        return new ImportedLead(record.Line, phones, country.Iso, ReadTimeZone(record, phones[0].TimeZone) ?? place.TimeZone, place.Region, ReadConsent(record), ReadPriority(record), LeadFields.Of(columns.Names, record.Fields))
        {
            CustomerKey = Cell(record, columns.CustomerKey) is { Length: > 0 } key ? key : null,
        };
    }

    /// <summary>The numbers that may be dialed, each once. Empty: the row was rejected.</summary>
    /// <param name="country">Null: the row names one that is not understood; numbers in international form name their own.</param>
    private List<LeadPhone> ReadPhones(in ListRecord record, NumberCountry? country, out NumberCountry? firstCountry)
    {
        var phones = new List<LeadPhone>(2);
        var worst = (Column: columns.Phones[0], Value: Cell(record, columns.Phones[0]), Reason: "", Advice: "", Weight: -1);
        firstCountry = null;
        bool objected = false, erased = false;
        foreach (int column in columns.Phones)
        {
            string cell = Cell(record, column);
            foreach (var read in CellReader.Read(WithAreaCode(record, cell), country))
            {
                var (reason, advice, weight) = Judge(read, phones, country is null);
                if (reason is null)
                {
                    phones.Add(read.Phone!);
                    firstCountry ??= read.Country;
                    continue;
                }
                objected |= reason == RefusalText.DoNotCall && doNotCall.BindsPerson(read.Phone!.Number);
                erased |= reason == RefusalText.Erased;
                if (weight > worst.Weight)
                    worst = (column, cell, reason, advice, weight);
                if (weight > 0)
                    Rejects.Add(new RejectedRow(record.Line, WholeRow: false, columns.Names[column], read.Written, reason, advice, record.Raw));
            }
        }
        if (phones.Count > 0 && !objected && !erased)
            return phones;
        if (objected && !erased)
            Bound.UnionWith(phones.Select(phone => phone.Number));
        Rejects.Clear();
        phones.Clear();
        if (erased)
        {
            // Nothing of the row is kept: it would bring back what was to be forgotten.
            Rejects.Add(new RejectedRow(record.Line, WholeRow: true, columns.Names[worst.Column], "", RefusalText.Erased, "take the row out of the list", ""));
            return phones;
        }
        Reject(record, columns.Names[worst.Column], worst.Value, worst.Reason, worst.Advice);
        return phones;
    }

    /// <summary>Puts the area code from its own column before a number that has none.</summary>
    private string WithAreaCode(in ListRecord record, string cell)
    {
        string area = Cell(record, columns.AreaCode);
        bool isLocal = area.Length > 0 && cell.Length > 0 && cell[0] is >= '1' and <= '9' && !cell.Contains('+', StringComparison.Ordinal) && (home.IsNorthAmerican ? DigitRuns.DigitsOf(cell).Length == 7 : true);
        return isLocal ? area.Trim('(', ')', ' ') + " " + cell : cell;
    }

    /// <summary>A null reason: dial it. Weight 0: not worth a word in a row that is kept.</summary>
    private (string? Reason, string Advice, int Weight) Judge(in FoundNumber read, List<LeadPhone> sofar, bool isCountryUnknown)
    {
        if (read.Phone is not { } phone)
        {
            if (isCountryUnknown && read.Refusal == NumberRefusal.CountryNotServed && read.Country is null)
                return (RefusalText.UnknownCountry, "write its ISO code (FR, US, BE ...), or the number with its country code (+33 ...)", 2);
            var (reason, advice) = RefusalText.Of(read.Refusal);
            return (reason, advice, RefusalText.Weight(read.Refusal));
        }
        if (sofar.Exists(other => other.Number == phone.Number))
            return ("the same number twice in this row", "", 0);
        if (doNotCall.IsErased(phone.Number))
            return (RefusalText.Erased, "take the row out of the list", 5);
        if (doNotCall.Contains(phone.Number))
            return (RefusalText.DoNotCall, "never dialed", 4);
        if (numbers.TryGet(phone.Number, out int line))
            return line == EarlierList
                ? (RefusalText.InCampaign, "an earlier list of this campaign has this number: nothing to do", 3)
                : (RefusalText.Duplicate, string.Create(CultureInfo.InvariantCulture, $"line {line} has this number already: nothing to do"), 3);
        return sofar.Count >= MostPhones ? ("more numbers than a lead may have", "keep ten numbers a row", 1) : (null, "", 0);
    }

    /// <summary>The clock that the list names, where it is another than the number's own; what does not go with the number's place is noted.</summary>
    /// <param name="place">The clock at the number's place; null: the number does not tell.</param>
    private string? ReadTimeZone(in ListRecord record, TimeZoneInfo? place)
    {
        string text = Cell(record, columns.TimeZone);
        if (text.Length == 0)
            return null;
        var written = WrittenZone.Read(text, place, FindZone);
        if (RefusalText.Of(written.Fit, place?.Id) is { } note)
            Note(record, columns.TimeZone, text, note.Reason, note.Advice);
        return written.Fit == ZoneFit.OtherPlace || (written.Fit == ZoneFit.Fits && place is null) ? written.Zone?.Id : null;
    }

    /// <summary>Where the digits leave several zones open, nothing is told.</summary>
    private static string? ZoneOfPlace(string number) => NumberPlace.TimeZoneOf(number) ?? (NumberZones.Of(number) is [var one] ? one : null);

    private static TimeZoneInfo? FindZone(string name) => BundledZones.TryFind(name, out var zone) ? zone : null;

    private Consent ReadConsent(in ListRecord record)
    {
        string text = Cell(record, columns.Consent);
        var state = ConsentText.Read(text, _monthFirst, out var since);
        if (state is null)
            Note(record, columns.Consent, text, RefusalText.ConsentNotUnderstood, "kept as not known, write yes, no or a date");
        string dateText = Cell(record, columns.ConsentDate);
        var date = dateText.Length == 0 ? since : DateText.Read(dateText, _monthFirst);
        if (dateText.Length > 0 && date is null)
            Note(record, columns.ConsentDate, dateText, RefusalText.DateNotUnderstood, "kept without a date, write it as 2026-03-16");
        return HasObjected(record) ? new Consent(ConsentState.Refused, date) : new Consent(state ?? ConsentState.Unknown, date);
    }

    /// <summary>A yes under "do not call", a date, and anything else that is no plain no, is a refusal.</summary>
    private bool HasObjected(in ListRecord record)
    {
        string text = Cell(record, columns.Objection);
        var state = ConsentText.Read(text, _monthFirst, out _);
        if (state is null)
            Note(record, columns.Objection, text, RefusalText.ConsentNotUnderstood, "taken for an objection, write yes or no");
        return state is null or ConsentState.Given;
    }

    /// <summary>The row's own, where it says one: that it takes the place of the list's is in the file's notes.</summary>
    private int ReadPriority(in ListRecord record)
    {
        string text = Cell(record, columns.Priority);
        if (text.Length == 0)
            return options.Priority;
        if (text.EndsWith(".0", StringComparison.Ordinal))
            text = text[..^2];
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int priority) && priority <= 999)
        {
            RowPriorities++;
            return priority;
        }
        Note(record, columns.Priority, text, RefusalText.PriorityNotUnderstood, "the list's priority holds, write a number from 0 to 999");
        return options.Priority;
    }

    private static string Cell(in ListRecord record, int column) =>
        column >= 0 && column < record.Fields.Length ? record.Fields[column].Trim() : "";

    private void Note(in ListRecord record, int column, string value, string reason, string advice) =>
        Rejects.Add(new RejectedRow(record.Line, WholeRow: false, columns.Names[column], value, reason, advice, record.Raw));

    private ImportedLead? Reject(in ListRecord record, string field, string value, string reason, string advice)
    {
        Rejects.Add(new RejectedRow(record.Line, WholeRow: true, field, value, reason, advice, record.Raw));
        return null;
    }
}
