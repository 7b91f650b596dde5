using System.Text;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Import;

/// <summary>Lists as programs export them: every row a lead or a reject, the right column the telephone, whatever stands beside it.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    static ExportTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => _folder.Dispose();

    private ImportSummary Preview(string text, string country, out List<string> numbers, string encoding = "utf-8")
    {
        string file = Path.Combine(_folder.Path, "export.csv");
        File.WriteAllBytes(file, Encoding.GetEncoding(encoding).GetBytes(text));
        var found = new List<string>();
        var summary = LeadImporter.Preview(new ImportOptions(file, "export", country), null, found.Add);
        Assert.Equal(summary.Record.Rows, summary.Record.Leads + summary.Record.RejectedRows);
        Assert.Equal(summary.Record.RejectedRows, summary.Reasons.Values.Sum());
        numbers = found;
        return summary;
    }

    [Fact]
    public void Google_contacts()
    {
        var summary = Preview(
            "First Name,Middle Name,Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Country,Address 1 - Postal Code\n"
            + "Zoé,,Roy,,1980-03-16,,* myContacts,Home,zoe@example.com,Mobile,+33 6 39 98 00 11,Home,01 99 00 12 34,FR,57000\n"
            + "Bob,,Smith,,,,* myContacts,,,Mobile,+33 6 39 98 00 12 ::: +33 6 39 98 00 13,,,France,\n"
            + "Ann,,Doe,,,,* myContacts,,ann@example.com,,,,,,\n", "FR", out var numbers);
        Assert.Equal(["Phone 1 - Value", "Phone 2 - Value"], summary.Columns.Phones);
        Assert.Equal(["+33639980011", "+33199001234", "+33639980012", "+33639980013"], numbers);
        Assert.Equal((3, 2), (summary.Record.Rows, summary.Record.Leads));
    }

    [Fact]
    public void Outlook_contacts()
    {
        var summary = Preview(
            "First Name,Last Name,Company,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,ISDN,Mobile Phone,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Priority,Private,Sensitivity\n"
            + "Bob,Smith,Acme,1 Main St,Phoenix,AZ,85001,United States of America,(602) 555-0199,(602) 555-0198,(602) 555-0184,,,,,,,,(602) 555-0185,,,,,,,4155550123,Normal,False,Normal\n"
            + "Ann,Doe,Acme,1 Main St,Phoenix,AZ,85001,United States of America,,,,,,,,,(602) 555-0186,,,,,,,,,4155550124,Normal,False,Normal\n", "US", out var numbers);
        Assert.Equal(["Business Phone", "Business Phone 2", "Car Phone", "Company Main Phone", "Home Phone", "Mobile Phone", "Other Phone", "Primary Phone", "Radio Phone"], summary.Columns.Phones);
        Assert.Equal(["+16025550184", "+16025550185", "+16025550186"], numbers);
        Assert.Equal(("Business State", (string?)null), (summary.Columns.State, summary.Columns.Priority));
    }

    [Fact]
    public void Salesforce_leads()
    {
        var summary = Preview(
            "\"Id\",\"LastName\",\"FirstName\",\"Company\",\"Phone\",\"MobilePhone\",\"Fax\",\"Country\",\"State\",\"PostalCode\",\"DoNotCall\",\"HasOptedOutOfEmail\",\"NumberOfEmployees\",\"LastActivityDate\"\n"
            + "\"00Q5g00000AAAAA\",\"Smith\",\"Bob\",\"Acme\",\"6025550184\",\"\",\"6025550199\",\"USA\",\"AZ\",\"85001\",\"0\",\"1\",\"12\",\"2026-03-16\"\n"
            + "\"00Q5g00000AAAAB\",\"Doe\",\"Ann\",\"Acme\",\"(602) 555-0185\",\"6025550186\",\"\",\"USA\",\"AZ\",\"85001\",\"1\",\"0\",\"\",\"\"\n", "US", out var numbers);
        Assert.Equal(["Phone", "MobilePhone"], summary.Columns.Phones);
        Assert.Equal(["+16025550184", "+16025550185", "+16025550186"], numbers);
        Assert.Equal(ColumnRole.Objection, summary.Findings.Single(finding => finding.Name == "DoNotCall").Role);
        Assert.Equal(ColumnRole.Data, summary.Findings.Single(finding => finding.Name == "HasOptedOutOfEmail").Role);
    }

    [Fact]
    public void HubSpot_contacts()
    {
        var summary = Preview(
            "\uFEFFRecord ID - Contact,First Name,Last Name,Phone Number,Mobile Phone Number,Country/Region,State/Region,Postal Code,Time Zone,Lifecycle Stage,Contact owner,Number of times contacted,Unsubscribed from all email,Create Date\n"
            + "51,Zoé,Roy,+33199001234,,France,,57000,,Lead,Jean,3,false,2026-03-16 10:22\n"
            + "52,Bob,Smith,+44 20 7946 0000,,United Kingdom,,,,Lead,Jean,0,,2026-03-17 09:00\n"
            + "53,Ann,Doe,,06 39 98 00 11,FR,,,,Customer,Jean,12,true,2026-03-18\n", "FR", out var numbers);
        Assert.Equal(["Phone Number", "Mobile Phone Number"], summary.Columns.Phones);
        Assert.Equal(["+33199001234", "+442079460000", "+33639980011"], numbers);
        Assert.Equal("Country/Region", summary.Columns.Country);
    }

    [Fact]
    public void Mailchimp_audience()
    {
        var summary = Preview(
            "Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
            + "zoe@example.com,Zoé,Roy,\"1 rue du Pont  Metz  57000  FR\",\"06 39 98 00 11\",2,\"2026-03-16 10:22:33\",,\"2026-03-16 10:22:33\",49.1,6.1,1,2,Europe/Paris,FR,57,\"2026-03-17 08:00:00\",123456789,0123456789,,\"client\"\n"
            + "bob@example.com,Bob,Smith,,,2,\"2026-03-16 11:22:33\",,,,,,,,,,,123456790,0123456790,,\n", "FR", out var numbers);
        Assert.Equal(["Phone Number"], summary.Columns.Phones);
        Assert.Equal(["+33639980011"], numbers);
        Assert.Equal("TIMEZONE", summary.Columns.TimeZone);
    }

    [Fact]
    public void A_bank_s_list_of_accounts()
    {
        var summary = Preview(
            "AGENCE DE METZ;;;;;;\r\nLISTE DES TITULAIRES AU 16/03/2026;;;;;;\r\n;;;;;;\r\nN° DE COMPTE;TITULAIRE;DATE DE NAISSANCE;TÉL DOMICILE;TÉL PORTABLE;ENCOURS;CONSEILLER\r\n"
            + "00012345678;ROY ZOÉ;16/03/1980;03 53 01 12 34;06 39 98 00 11;12 345,67;0199001299\r\n"
            + "00012345679;MÜLLER RENÉ;17/03/1981;;0639980012;-12,50;0199001299\r\n"
            + "TOTAL;;;;;12 333,17;\r\n", "FR", out var numbers, "ibm850");
        Assert.Equal(("ibm850", 4), (summary.Encoding, summary.HeadingLine));
        Assert.Equal(["TÉL DOMICILE", "TÉL PORTABLE"], summary.Columns.Phones);
        Assert.Equal(["+33353011234", "+33639980011", "+33639980012"], numbers);
        Assert.Equal((3, 2, 1), (summary.Record.Rows, summary.Record.Leads, summary.Record.RejectedRows));
    }

    [Fact]
    public void A_spreadsheet_that_lost_its_zeros_and_counts_days()
    {
        var summary = Preview(
            "Nom\tTéléphone\tMobile\tConsentement\tDate\r\nRoy\t199001234\t6.39980011E8\tOUI - web\t46097\r\nMartin\t33199001235.00\t639980012\tAccepté\t46098\r\nPetit\t6.4E+08\t\tRefusé\t46099\r\n", "FR", out var numbers, "utf-16");
        Assert.Equal(("utf-16", '\t'), (summary.Encoding, summary.Delimiter));
        Assert.Equal(["+33199001234", "+33639980011", "+33199001235", "+33639980012"], numbers);
        Assert.Equal("digits lost to scientific notation", Assert.Single(summary.Reasons).Key);
    }

    [Fact]
    public void A_Macintosh_spreadsheet()
    {
        var summary = Preview("Prénom;Nom;N° de téléphone;Société\rZoé;Lefèvre;01 99 00 12 34;Café de l'Été\rRené;Noël;06•39•98•00•11;Hôtel\r", "FR", out var numbers, "macintosh");
        Assert.Equal("macintosh", summary.Encoding);
        Assert.Equal(["+33199001234", "+33639980011"], numbers);
    }

    [Fact]
    public void A_German_address_book()
    {
        var summary = Preview(
            "Anrede;Vorname;Nachname;Straße;Hausnummer;PLZ;Ort;Telefon (privat);Telefon (geschäftl.);Handynummer;Faxnummer;Kundennummer;Einwilligung;Einwilligungsdatum\n"
            + "Herr;Jörg;Müller;Königstr.;12;10115;Berlin;030 / 23125123;;0171 3920012;030 23125199;301234567;Ja;16. März 2026\n"
            + "Frau;Änne;Groß;Ringstr.;7;80331;München;+49 (0) 30 23125124;;;;301234568;nein;17.03.2026 10:22\n", "DE", out var numbers);
        Assert.Equal(["Telefon (privat)", "Telefon (geschäftl.)", "Handynummer"], summary.Columns.Phones);
        Assert.Equal(["+493023125123", "+491713920012", "+493023125124"], numbers);
        Assert.Equal(("PLZ", "Einwilligung", "Einwilligungsdatum"), (summary.Columns.PostalCode, summary.Columns.Consent, summary.Columns.ConsentDate));
    }

    [Fact]
    public void A_lead_form_of_a_social_network()
    {
        var summary = Preview(
            "id\tcreated_time\tad_id\tad_name\tform_id\tplatform\tfull_name\tphone_number\temail\tcountry\r\n"
            + "l:1234567890123456\t2026-03-16T10:22:33+01:00\tag:120210000000000\tSpring\tf:987654321\tfb\tZoé Roy\tp:+33639980011\tzoe@example.com\tFR\r\n"
            + "l:1234567890123457\t2026-03-16T10:25:33+01:00\tag:120210000000000\tSpring\tf:987654321\tig\tBob\tp:+16025550184\tbob@example.com\tUS\r\n", "FR", out var numbers, "utf-16");
        Assert.Equal(["phone_number"], summary.Columns.Phones);
        Assert.Equal(["+33639980011", "+16025550184"], numbers);
    }

    [Fact]
    public void A_Spanish_shop_and_an_Italian_one()
    {
        Assert.Equal(["Teléfono", "Móvil"], Preview("Código cliente;Nombre;Apellidos;NIF;Teléfono;Móvil;Código postal;Provincia;País\n910123456;Ana;Peña;12345678Z;910 12 34 56;612 34 56 78;28001;Madrid;España\n", "ES", out var spanish).Columns.Phones);
        Assert.Equal(["+34910123456", "+34612345678"], spanish);
        Assert.Equal(["Telefono", "Cellulare"], Preview("Ragione sociale;Partita IVA;Telefono;Cellulare;CAP;Nazione;Consenso\nBar Sport;01234567897;06 1234 5678;312 345 6789;00100;Italia;sì\n", "IT", out var italian).Columns.Phones);
        Assert.Equal(["+390612345678", "+393123456789"], italian);
    }

    [Fact]
    public void A_telephone_system_s_own_list_in_English()
    {
        var summary = Preview("Customer Number,Contact Number,Alternate Contact No,Postcode,Marketing Consent\n2079460001,020 7946 0000,07700 900123,SW1A 1AA,Yes\n2079460002,(020) 7946 0003,,SW1A 1AA,Withdrawn\n", "GB", out var numbers);
        Assert.Equal(["Contact Number", "Alternate Contact No"], summary.Columns.Phones);
        Assert.Equal(["+442079460000", "+447700900123", "+442079460003"], numbers);
    }
}
