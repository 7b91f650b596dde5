using System.Collections.Frozen;
using Dialer.Lists.Cells;

namespace Dialer.Lists.Headings;

/// <summary>
/// Understands a heading by its words, in English, French, German, Spanish, Italian, Portuguese and Dutch: "N° de
/// téléphone (portable)", "Phone 1 - Value" and "telefoonnummer_prive" all speak of a telephone, "Phone type" of none.
/// </summary>
internal static class HeadingWords
{
    private static readonly FrozenSet<string> Phone = Set(
        "tel tels tlf tlfno tfno tfn tfno tph ph fon fono mob mobile mobiles mobil mobiel mobilnummer mobilnr mobilno mobilfunk mobilfunknummer mobielnummer movil moviles celular celulares cel cellulare cellulari cell cellno cells cellular handy handynr handynummer gsm portable portables natel fixe fixes festnetz festnetznummer fisso fijo fixo landline msisdn telemovel rufnummer rufnr telnr telno whatsapp telnum numtel dial");

    /// <summary>Within a word, for languages that join them: Privattelefon, homephone, telefoonnummer, Hauptrufnummer.</summary>
    private static readonly string[] PhoneStems = ["telef", "teleph", "phone", "rufnummer", "mobilfunk", "telmob", "gsmnummer", "handynum"];
    private static readonly FrozenSet<string> NotPhone = Set("iphone smartphone smartphones microphone headphone headphones");

    private static readonly FrozenSet<string> Number = Set("number numbers numero numeros nummer num no nr nb n numer nos");
    private static readonly FrozenSet<string> Reach = Set("contact contacts kontakt contacto contatto contato call calling appel appeler joindre chiamare llamar anruf reach daytime evening ligne line");
    private static readonly FrozenSet<string> WeakReach = Set("contact contacts kontakt contacto contatto contato daytime evening");

    private static readonly FrozenSet<string> About = Set(
        "type typ tipo art kind label etiquette etiqueta extension ext poste post durchwahl verified verifie verification status statut estado state carrier operator operateur operador betreiber model modele modelo marque brand os valid valide valido validity language langue provider fournisseur source quelle fuente fonte note notes notiz nota comment comments commentaire count nombre anzahl cost cout region line format date datum fecha data heure hour hours hora uhrzeit time zeit times when quand sent envoye last dernier letzter ultimo ultima id ids ref hash preferred preference preferee preferences index email mail courriel flag owner score plan quality position priority");
    private static readonly FrozenSet<string> OtherPerson = Set("assistant assistante assistent assistenz asistente assistente manager chef emergency urgence notfall emergencia emergenza noodgeval spouse conjoint ehepartner referrer parrain parent parents tutor guardian nachbar neighbour neighbor");
    private static readonly FrozenSet<string> Machine = Set("fax faxes telefax faxnummer faxnr telecopie telecopieur telex pager beeper isdn tty tdd ttytdd");

    private static readonly FrozenSet<string> Owner = Set(
        "client clients customer customers kunde kunden kundennummer kdnr cliente clienti clientes klant klantnummer company societe entreprise firma firmennummer empresa azienda bedrijf order orders commande bestellung bestellnummer auftrag pedido ordine invoice facture rechnung rechnungsnummer factura fattura account compte konto kontonummer cuenta conto conta rekening dossier file case ticket vorgang house street rue strasse str maison hausnummer hausnr huisnummer calle via apartment appartement wohnung suite contract contrat vertrag vertragsnummer contrato contratto policy police poliza polizza siret siren siretsiren nic ape naf vat tva ust ustid iva btw tax steuer steuernummer ssn insee nir nif nie cif dni cuit rut cnpj cpf kvk kbo bce iban bic rib serial serie seriennummer reference referenz ref refs id ids uid uuid guid key cle schluessel row zeile item article artikel product produit produkt part lot batch card carte karte carta member membre mitglied mitgliedsnummer socio socia adherent abonne employee employe mitarbeiter personal personalnummer matricule passport ausweis fiscal registration immatriculation license licence zip postal postcode sequence seq index lead prospect donor donateur patient student eleve numerik ean isbn gtin sku lfd laufende duns crm external externe record enregistrement");

    private static readonly FrozenSet<string> Country = Set("country countries pays land lander laender pais paises paese nazione nation countrycode codepays paisresidencia landcode laendercode landercode landeskennzahl landesvorwahl landervorwahl laendervorwahl landnummer isocountry countryregion");
    private static readonly FrozenSet<string> Birth = Set("birth naissance geburt geburtsland nacimiento nascita nascimento geboorte nationality nationalite origin origine herkunft");
    private static readonly FrozenSet<string> With = Set("with incl including avec mit inkl con com met including format international e164 e");
    private static readonly FrozenSet<string> CallingCode = Set("indicatif indicatifs prefix prefixe callingcode dialcode dialingcode dialcode ddi");
    private static readonly FrozenSet<string> AreaCode = Set("vorwahl ortsvorwahl vorwahlnummer prefijo prefisso netnummer kengetal ddd areacode");
    private static readonly FrozenSet<string> PostalCode = Set("cp zip zips zipcode plz postleitzahl postcode postalcode codepostal cap postnummer");
    private static readonly FrozenSet<string> State = Set("state province provincia provinz provincie bundesland kanton canton region stateprovince statecode us_state departement");
    private static readonly FrozenSet<string> TimeZone = Set("timezone fuseau tz zeitzone tijdzone fuso fusohorario zonahoraria");
    private static readonly FrozenSet<string> Priority = Set("priorite priority prioridad prioritat prioritaet priorita prioridade prioriteit prio");

    private static readonly string[] ConsentStems = ["consent", "consens", "optin", "einwillig", "zustimm", "toestemm", "accord", "autoris", "permission", "permiso", "permesso"];
    private static readonly FrozenSet<string> Consent = Set("rgpd gdpr dsgvo avg optin optedin agrees agreed opted");
    private static readonly FrozenSet<string> Day = Set("date dates datum fecha data day jour tag quand when time timestamp zeitpunkt horodatage since seit depuis");
    private static readonly FrozenSet<string> OtherChannel = Set("email emails mail mails courriel newsletter newsletters sms mms text post postal courrier letter brief whatsapp push cookie cookies web");
    private static readonly FrozenSet<string> AboutConsent = Set("source quelle fuente fonte proof preuve nachweis prueba prova bewijs ip version text texte method methode id url link form formulaire reference fichier file note comment channel canal");
    private static readonly FrozenSet<string> Objection = Set("dnc donotcall donotphone donotcontact optout optedout bloctel robinson robinsonliste werbesperre anrufsperre sperrvermerk unsubscribed desinscrit desabonne opposition opposed blocked blacklist blacklisted sperre gesperrt");

    /// <summary>Without their spaces.</summary>
    private static readonly string[] ObjectionPhrases =
    [
        "donotcall", "donotphone", "donotcontact", "dontcall", "nevercall", "nocalls", "optout", "nepasappeler", "nepascontacter", "nepasdemarcher", "nepastelephoner", "nichtanrufen",
        "nichtkontaktieren", "keineanrufe", "nollamar", "nocontactar", "nonchiamare", "noncontattare", "naoligar", "naocontactar", "nietbellen", "belmeniet",
    ];

    /// <summary>Words of headings that mean nothing here but show that a line is one of headings.</summary>
    private static readonly FrozenSet<string> Others = Set(
        "name names nom noms prenom prenoms vorname nachname familienname nombre apellido apellidos nome cognome sobrenome naam voornaam achternaam first last given family surname firstname lastname fullname email mail courriel correo city ville stadt ort ciudad citta cidade plaats town address adresse direccion indirizzo endereco adres street strasse rue calle via title titre civilite anrede salutation company societe firma empresa comment commentaire notes note segment source status statut date birthday geburtstag gender sexe");

    public static HeadingMeaning Of(string heading)
    {
        var words = PlainText.Words(heading);
        if (words.Count is 0 or > 12)
            return new HeadingMeaning(ColumnRole.Data, false, null, false);
        string joined = string.Concat(words.Where(word => !char.IsAsciiDigit(word[0])));
        bool isPhone = words.Exists(IsPhoneWord);
        if (IsObjection(words, joined))
            return Of(words, ColumnRole.Objection, OtherChannel, "about another channel than the telephone", isPhone);
        if (IsConsent(words, joined))
            return OfConsent(words, joined, isPhone);
        return OfPlace(words, joined, isPhone) ?? OfPhone(words, joined, isPhone);
    }

    private static HeadingMeaning OfPhone(List<string> words, string joined, bool isPhone)
    {
        bool isMachine = words.Exists(Machine.Contains);
        if (isMachine && !words.Exists(word => IsPhoneWord(word) && word is "tel" or "telephone" or "telefon" or "telefono" or "telefone" or "telefoon"))
            return new HeadingMeaning(ColumnRole.Data, false, "a fax or another machine", true);
        bool hasNumber = words.Exists(Number.Contains) || joined.EndsWith("nummer", StringComparison.Ordinal);
        bool isReach = words.Exists(Reach.Contains) || joined.StartsWith("kontakt", StringComparison.Ordinal);
        if (isPhone || (hasNumber && isReach && !words.Exists(Owner.Contains)))
        {
            if (words.Exists(OtherPerson.Contains))
                return new HeadingMeaning(ColumnRole.Data, false, "another person's number", true);
            bool isAbout = words.Exists(word => About.Contains(word)) && !(words.Exists(Number.Contains) && !words.Exists(word => word is "type" or "label" or "extension" or "ext" or "status" or "verified" or "id"));
            return isAbout ? new HeadingMeaning(ColumnRole.Data, false, "about the telephone, not its number", true) : new HeadingMeaning(ColumnRole.Phone, true, null, true);
        }
        if (words.Exists(Owner.Contains))
            return new HeadingMeaning(ColumnRole.Data, false, hasNumber ? "a number of something else" : "", true);
        return hasNumber || words.Exists(WeakReach.Contains)
            ? new HeadingMeaning(ColumnRole.Phone, false, null, true)
            : new HeadingMeaning(ColumnRole.Data, false, null, words.Exists(Others.Contains));
    }

    private static HeadingMeaning? OfPlace(List<string> words, string joined, bool isPhone)
    {
        bool hasCode = words.Exists(word => word is "code" or "codice" or "codigo" or "cod" or "kennzahl");
        if (words.Exists(TimeZone.Contains) || (words.Contains("zone") && words.Contains("time")) || (words.Contains("zona") && words.Contains("horaria")) || joined is "timezone")
            return Sure(ColumnRole.TimeZone);
        if (words.Exists(AreaCode.Contains) || (hasCode && words.Contains("area")) || (words.Contains("indicatif") && words.Contains("regional")))
            return Sure(ColumnRole.AreaCode);
        // "Phone country code" is a country; "phone number with country code" is a number.
        bool isNumber = isPhone && words.Exists(word => Number.Contains(word) || With.Contains(word));
        if (words.Exists(Country.Contains) && !words.Exists(Birth.Contains) && (!isPhone || ((hasCode || words.Count == 2) && !isNumber)))
            return Sure(ColumnRole.Country);
        if (isNumber)
            return null;
        if (words.Exists(CallingCode.Contains) || (hasCode && (words.Contains("dial") || words.Contains("calling") || words.Contains("dialing") || words.Contains("dialling"))) || (hasCode && isPhone))
            return Sure(ColumnRole.Country);
        if (!isPhone && (words.Exists(PostalCode.Contains) || (hasCode && words.Exists(word => word is "postal" or "postale" or "post" or "zip"))))
            return Sure(ColumnRole.PostalCode);
        if (!isPhone && words.Exists(State.Contains) && !words.Exists(word => word is "marital" or "civil" or "order" or "lead"))
            return Sure(ColumnRole.State);
        return !isPhone && words.Exists(Priority.Contains) ? Sure(ColumnRole.Priority) : null;
    }

    private static HeadingMeaning OfConsent(List<string> words, string joined, bool isPhone)
    {
        bool isDay = words.Exists(Day.Contains) || words[^1] is "at" or "on" or "am" or "le" or "op" || joined.StartsWith("date", StringComparison.Ordinal) || joined.EndsWith("date", StringComparison.Ordinal) || joined.EndsWith("datum", StringComparison.Ordinal);
        if (words.Exists(AboutConsent.Contains))
            return new HeadingMeaning(ColumnRole.Data, false, "about the consent, not whether it was given", true);
        return Of(words, isDay ? ColumnRole.ConsentDate : ColumnRole.Consent, OtherChannel, "consent to another channel than the telephone", isPhone);
    }

    private static HeadingMeaning Of(List<string> words, ColumnRole role, FrozenSet<string> against, string why, bool isPhone) =>
        words.Exists(against.Contains) && !isPhone ? new HeadingMeaning(ColumnRole.Data, false, why, true) : Sure(role);

    private static HeadingMeaning Sure(ColumnRole role) => new(role, true, null, true);

    private static bool IsConsent(List<string> words, string joined) =>
        words.Exists(Consent.Contains) || words.Exists(word => StartsWithAny(word, ConsentStems)) || (words.Contains("opt") && words.Contains("in")) || joined.Contains("consent", StringComparison.Ordinal) || joined.Contains("optin", StringComparison.Ordinal);

    private static bool IsObjection(List<string> words, string joined) =>
        words.Exists(Objection.Contains) || (words.Contains("out") && words.Exists(word => word is "opt" or "opted")) || Array.Exists(ObjectionPhrases, phrase => joined.Contains(phrase, StringComparison.Ordinal));

    private static bool IsPhoneWord(string word) => Phone.Contains(word) || (!NotPhone.Contains(word) && Array.Exists(PhoneStems, stem => word.Contains(stem, StringComparison.Ordinal)));

    private static bool StartsWithAny(string word, string[] stems) => Array.Exists(stems, stem => word.StartsWith(stem, StringComparison.Ordinal));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
