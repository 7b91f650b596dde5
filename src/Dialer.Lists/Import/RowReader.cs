using System.Globalization;
using Dialer.Core.Leads;
using Dialer.Store;
using Dialer.Store.Zones;

namespace Dialer.Lists.Import;

/// <summary>
/// Turns one record into a lead, or into a reject that says why not. Remembers the numbers it has seen, so that nobody
/// is called twice for standing twice in the list.
/// </summary>
internal sealed class RowReader(Columns columns, ImportOptions options, Country home, IReadOnlySet<string> campaignNumbers)
{
    private const int MostPhones = 10;

    private readonly Dictionary<string, int> _lineOf = new(StringComparer.Ordinal);
    private readonly bool _monthFirst = home.IsNorthAmerican;

    /// <summary>What was refused of the record just read: the row itself, or values of a row that was kept.</summary>
    public List<RejectedRow> Rejects { get; } = [];

    /// <summary>Null: the whole row is rejected, and <see cref="Rejects"/> says why.</summary>
    public ImportedLead? Read(in CsvRecord record)
    {
        Rejects.Clear();
        if (record.Fields.Length > columns.Names.Length && record.Fields[columns.Names.Length..].Any(field => field.Trim().Length > 0))
            return Reject(record, columns.Names[^1], record.Fields[columns.Names.Length], RefusalText.TooManyFields, "put quotation marks round fields that hold the delimiter");
        string countryText = Cell(record, columns.Country);
        var country = countryText.Length == 0 ? home : CountryNames.Find(countryText);
        if (country is null)
            return Reject(record, columns.Names[columns.Country], countryText, RefusalText.UnknownCountry, "write its ISO code (FR, US, BE ...), or leave the cell empty");
        var phones = ReadPhones(record, country, out var firstCountry);
        if (phones.Count == 0)
            return null;
        foreach (var phone in phones)
            _lineOf.Add(phone.Number, record.Line);
        return MakeLead(record, phones, firstCountry!);
    }

    private ImportedLead MakeLead(in CsvRecord record, List<LeadPhone> phones, Country country)
    {
        var place = Place.Of(country, home, phones[0].Number, Cell(record, columns.PostalCode), Cell(record, columns.State), options.DefaultTimeZone);
        return new ImportedLead(record.Line, phones, country.Iso, ReadTimeZone(record) ?? place.TimeZone, place.Region, ReadConsent(record), ReadPriority(record), FieldsOf(record));
    }

    /// <summary>The numbers that may be dialed, each once. Empty: the row was rejected.</summary>
    private List<LeadPhone> ReadPhones(in CsvRecord record, Country country, out Country? firstCountry)
    {
        var phones = new List<LeadPhone>(2);
        var worst = (Column: columns.Phones[0], Value: Cell(record, columns.Phones[0]), Reason: "", Advice: "", Weight: -1);
        firstCountry = null;
        foreach (int column in columns.Phones)
        {
            string cell = Cell(record, column);
            foreach (var read in PhoneNumberReader.Read(cell, country))
            {
                var (reason, advice, weight) = Judge(read, phones);
                if (reason is null)
                {
                    phones.Add(read.Phone!);
                    firstCountry ??= read.Country;
                    continue;
                }
                if (weight > worst.Weight)
                    worst = (column, cell, reason, advice, weight);
                if (weight > 0)
                    Rejects.Add(new RejectedRow(record.Line, WholeRow: false, columns.Names[column], read.Written, reason, advice, record.Raw));
            }
        }
        if (phones.Count > 0)
            return phones;
        Rejects.Clear();
        Reject(record, columns.Names[worst.Column], worst.Value, worst.Reason, worst.Advice);
        return phones;
    }

    /// <summary>A null reason: dial it. Weight 0: not worth a word in a row that is kept.</summary>
    private (string? Reason, string Advice, int Weight) Judge(in ReadNumber read, List<LeadPhone> sofar)
    {
        if (read.Phone is not { } phone)
        {
            var (reason, advice) = RefusalText.Of(read.Refusal);
            return (reason, advice, RefusalText.Weight(read.Refusal));
        }
        if (sofar.Exists(other => other.Number == phone.Number))
            return ("the same number twice in this row", "", 0);
        if (_lineOf.TryGetValue(phone.Number, out int line))
            return (RefusalText.Duplicate, string.Create(CultureInfo.InvariantCulture, $"line {line} has this number already: nothing to do"), 3);
        if (campaignNumbers.Contains(phone.Number))
            return (RefusalText.InCampaign, "an earlier list of this campaign has this number: nothing to do", 3);
        return sofar.Count >= MostPhones ? ("more numbers than a lead may have", "keep ten numbers a row", 1) : (null, "", 0);
    }

    private string? ReadTimeZone(in CsvRecord record)
    {
        string text = Cell(record, columns.TimeZone);
        if (text.Length == 0)
            return null;
        if (BundledZones.TryFind(text, out var zone))
            return zone.Id;
        Note(record, columns.TimeZone, text, RefusalText.TimeZoneNotKnown, "the number's place decides instead, write an IANA name (Europe/Paris)");
        return null;
    }

    private Consent ReadConsent(in CsvRecord record)
    {
        string text = Cell(record, columns.Consent);
        var state = ConsentText.Read(text, _monthFirst, out var since);
        if (state is null)
            Note(record, columns.Consent, text, RefusalText.ConsentNotUnderstood, "kept as not known, write yes, no or a date");
        string dateText = Cell(record, columns.ConsentDate);
        var date = dateText.Length == 0 ? since : ConsentText.ReadDate(dateText, _monthFirst);
        if (dateText.Length > 0 && date is null)
            Note(record, columns.ConsentDate, dateText, RefusalText.DateNotUnderstood, "kept without a date, write it as 2026-03-16");
        return new Consent(state ?? ConsentState.Unknown, date);
    }

    private int ReadPriority(in CsvRecord record)
    {
        string text = Cell(record, columns.Priority);
        if (text.Length == 0)
            return options.Priority;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int priority) && priority <= 999)
            return priority;
        Note(record, columns.Priority, text, RefusalText.PriorityNotUnderstood, "the list's priority holds, write a number from 0 to 999");
        return options.Priority;
    }

    private KeyValuePair<string, string>[] FieldsOf(in CsvRecord record)
    {
        var fields = new KeyValuePair<string, string>[columns.Names.Length];
        for (int i = 0; i < fields.Length; i++)
            fields[i] = KeyValuePair.Create(columns.Names[i], i < record.Fields.Length ? record.Fields[i] : "");
        return fields;
    }

    private static string Cell(in CsvRecord record, int column) =>
        column >= 0 && column < record.Fields.Length ? record.Fields[column].Trim() : "";

    private void Note(in CsvRecord record, int column, string value, string reason, string advice) =>
        Rejects.Add(new RejectedRow(record.Line, WholeRow: false, columns.Names[column], value, reason, advice, record.Raw));

    private ImportedLead? Reject(in CsvRecord record, string field, string value, string reason, string advice)
    {
        Rejects.Add(new RejectedRow(record.Line, WholeRow: true, field, value, reason, advice, record.Raw));
        return null;
    }
}
