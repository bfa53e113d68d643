//! The modes of a field: how it is written and what its absence means.

/// Always written; a reader needs it, unless its type says what a missing one means.
pub(super) mod needed {
    use crate::json::{Fields, Json, JsonError, JsonForm};

    pub(in crate::json) fn write(fields: &mut Fields, name: &str, value: &impl JsonForm) {
        fields.push((name.to_owned(), value.to_json()));
    }

    pub(in crate::json) fn read<T: JsonForm>(json: &Json, name: &str) -> Result<T, JsonError> {
        match json.field(name)? {
            Some(value) => T::from_json(value).map_err(|error| error.inside(name)),
            None => T::missing().ok_or_else(|| JsonError::form("is missing").inside(name)),
        }
    }
}

/// Always written; a missing one has the default value.
pub(super) mod lenient {
    pub(in crate::json) use super::needed::write;
    use crate::json::{Json, JsonError, JsonForm};

    pub(in crate::json) fn read<T: JsonForm + Default>(
        json: &Json,
        name: &str,
    ) -> Result<T, JsonError> {
        match json.field(name)? {
            Some(value) => T::from_json(value).map_err(|error| error.inside(name)),
            None => Ok(T::default()),
        }
    }
}

/// Left out when it has the default value.
pub(super) mod sparing {
    pub(in crate::json) use super::lenient::read;
    use crate::json::{Fields, JsonForm};

    pub(in crate::json) fn write<T: JsonForm + Default + PartialEq>(
        fields: &mut Fields,
        name: &str,
        value: &T,
    ) {
        if *value != T::default() {
            super::needed::write(fields, name, value);
        }
    }
}

/// The version of the form: an unknown one ends the reading.
pub(super) mod version {
    pub(in crate::json) use super::needed::write;
    use crate::check_version;
    use crate::json::{Json, JsonError};

    pub(in crate::json) fn read(json: &Json, name: &str) -> Result<u32, JsonError> {
        let v = super::needed::read(json, name)?;
        check_version(v).map_err(JsonError::Version)?;
        Ok(v)
    }
}

/// A struct whose fields stand among those of the struct it is part of.
pub(super) mod flat {
    use crate::json::{Fields, Json, JsonError, JsonForm};

    pub(in crate::json) fn write(fields: &mut Fields, _name: &str, value: &impl JsonForm) {
        if let Json::Object(inner) = value.to_json() {
            fields.extend(inner);
        }
    }

    pub(in crate::json) fn read<T: JsonForm>(json: &Json, _name: &str) -> Result<T, JsonError> {
        T::from_json(json)
    }
}
